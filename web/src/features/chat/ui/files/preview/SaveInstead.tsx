import type { ReactNode } from "react";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import type { Looked } from "./kinds.ts";

/** Why a file is not shown, and the way to have it all the same. */
export function SaveInstead({ file, children }: { file: Looked; children: ReactNode }) {
  // Saving it is no way here.
  if (file.bytes !== undefined) return <p className="viewer-note">{downloads.cannotHave}</p>;
  return (
    <div className="viewer-note">
      <p>{children}</p>
      <a className="button primary" href={`${file.at}?save=true`} download={file.name}>
        {t.save}
      </a>
    </div>
  );
}
