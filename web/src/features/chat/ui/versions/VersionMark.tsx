import { lazy, Suspense, useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { Link } from "../../../../platform/router.ts";
import { withWords } from "../../../../platform/texts.ts";
import type { FileReference } from "../../model.ts";
import { t } from "../../text.versions.ts";
import { placeOf } from "./place.ts";
import "./versions.css";

const VersionsDialog = lazy(() => withWords(import("./VersionsDialog.tsx")));

interface Props {
  room: Id;
  file: Pick<FileReference, "id" | "name" | "version">;
  tab: number | undefined;
}

/** Which version a file is, and the way to a newer one. */
export default function VersionMark({ room, file: { id, name, version }, tab }: Props) {
  const [open, setOpen] = useState(false);
  if (!id || !version) return null;
  return (
    <span className="version-mark">
      <button type="button" className="link-button" tabIndex={tab} aria-haspopup="dialog" aria-label={t.allVersions(name, version.number)} onClick={() => setOpen(true)}>
        {t.version(version.number)}
      </button>
      {version.newest && (
        <Link href={placeOf(room, version.newest)} tabIndex={tab} aria-label={t.newerOf(name, version.newest.number)}>
          {t.newer(version.newest.number)}
        </Link>
      )}
      <Suspense>{open && <VersionsDialog room={room} file={id} name={name} onClose={() => setOpen(false)} />}</Suspense>
    </span>
  );
}
