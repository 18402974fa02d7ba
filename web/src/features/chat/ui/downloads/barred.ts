import type { Id } from "../../../../platform/ids.ts";
import { isGuest } from "../../../../platform/session.ts";
import { atDesk, type Room } from "../../model.ts";
import { chatStore } from "../../store.ts";

type Downloads = NonNullable<Room["downloads"]>;

/** From the freest to the strictest. */
export const WHO: readonly Downloads[] = ["everyone", "staff", "nobody"];

const stricter = (one: Downloads, other: Downloads) => (WHO.indexOf(one) < WHO.indexOf(other) ? other : one);

/** What the organisation wants of a room at least, and whether it wants that because outsiders are there. */
export function leastOf({ download_floor: floor, guest_count, shared_with }: Pick<Room, "download_floor" | "guest_count" | "shared_with">): { who: Downloads; outside: boolean } {
  if (!floor) return { who: "everyone", outside: false };
  const who = guest_count > 0 || shared_with.length > 0 ? stricter(floor.rooms, floor.outside) : floor.rooms;
  return { who, outside: who !== floor.rooms };
}

/** Who may save the files of a room: what its owners decided, or what the organisation wants at least. */
export const savedBy = (room: Room): Downloads => stricter(room.downloads ?? "everyone", leastOf(room).who);

/** Whether this person only looks at what somebody brought to a room: the server decides, this shows it. */
export function isBarred(id: Id, author: Id | null | undefined): boolean {
  const { rooms, me } = chatStore.get();
  const room = rooms[id];
  if (!room || room.mine?.role === "owner" || atDesk(room) || author === me) return false;
  const who = savedBy(room);
  return who === "nobody" || (who === "staff" && isGuest());
}

/** What is decided of a room that one has; for whoever shows it, so that what is decided meanwhile shows. */
export const decidedOf = (rooms: Readonly<Record<Id, Room>>, id: Id | null | undefined): Downloads | undefined => {
  const room = rooms[id ?? ""];
  return room && savedBy(room);
};
