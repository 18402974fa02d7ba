import type { Id } from "../../../../platform/ids.ts";
import { Link } from "../../../../platform/router.ts";
import { t } from "../../text.albums.ts";
import "./albums.css";

export type Tab = "all" | "pictures" | "documents" | "albums";

/** The parts of a room's folder. */
export function FolderTabs({ room, tab }: { room: Id; tab: Tab }) {
  const places = [
    ["all", `/rooms/${room}/files`],
    ["pictures", `/rooms/${room}/files?show=pictures`],
    ["documents", `/rooms/${room}/files?show=documents`],
    ["albums", `/rooms/${room}/albums`],
  ] as const;
  return (
    <nav className="folder-tabs" aria-label={t.folder}>
      {places.map(([place, href]) => (
        <Link key={place} className="tab" href={href} replace aria-current={place === tab ? "page" : undefined}>
          {t[place]}
        </Link>
      ))}
    </nav>
  );
}
