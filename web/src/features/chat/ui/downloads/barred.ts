import type { Id } from "../../../../platform/ids.ts";
import { isGuest } from "../../../../platform/session.ts";
import { atDesk } from "../../model.ts";
import { chatStore } from "../../store.ts";

/** Whether this person only looks at what somebody brought to a room: the server decides, this shows it. */
export function isBarred(id: Id, author: Id | null | undefined): boolean {
  const { rooms, me } = chatStore.get();
  const room = rooms[id];
  if (!room || room.mine?.role === "owner" || atDesk(room) || author === me) return false;
  return room.downloads === "nobody" || (room.downloads === "staff" && isGuest());
}
