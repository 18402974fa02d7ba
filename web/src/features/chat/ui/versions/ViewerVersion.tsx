import { useState } from "react";
import { address } from "../../../../platform/place.ts";
import * as api from "../../api.files.ts";
import { t } from "../../text.versions.ts";
import type { Looked } from "../files/preview/kinds.ts";

/** Which version the viewer shows, and the newest one in its place. */
export function ViewerVersion({ file, show }: { file: Looked; show: (newest: Looked) => void }) {
  const { id, room, version } = file;
  const [note, setNote] = useState("");
  if (!version || room === null) return null;
  const open = async () => {
    const found = await api.versions(room, id).catch(() => null);
    const newest = found?.items[0];
    if (!newest?.file.id || newest.file.id === id) {
      setNote(t.newestGone);
      return;
    }
    const { id: next, name, size = null, kind, width = null, height = null, version: number = null } = newest.file;
    show({ id: next, at: address(`/api/rooms/${room}/files/${next}`), room, name, kind, size, width, height, version: number, said: { author: newest.author_id, at: newest.sent_at } });
  };
  return (
    <p className="viewer-version">
      {t.version(version.number)}
      {version.newest && (
        <button type="button" className="button small" onClick={() => void open()}>
          {t.openNewest}
        </button>
      )}
      <span role="status">{note}</span>
    </p>
  );
}
