import type { Id } from "../../../../platform/ids.ts";
import { useStore } from "../../../../platform/store.ts";
import type { FileReference } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.versions.ts";
import { chooseVersion } from "./send.ts";

/** Sends a new version of a file in a room's list, for whoever writes there. */
export function NewVersionButton({ room: id, file }: { room: Id; file: FileReference }) {
  const writes = useStore(chatStore, (state) => {
    const room = state.rooms[id];
    return Boolean(room?.mine) && room?.mine?.role !== "reader" && !room?.archived_at;
  });
  const { id: of, name } = file;
  if (!writes || !of) return null;
  return (
    <button type="button" className="link-button" aria-label={t.sendOf(name)} onClick={() => chooseVersion(id, { id: of, name }, `/rooms/${id}`)}>
      {t.send}
    </button>
  );
}
