import type { Id } from "../../platform/ids.ts";
import * as api from "./api.ts";
import type { Room } from "./model.ts";
import { chatStore } from "./store.ts";
import { putMine } from "./sync.ts";

/** How far somebody had read a room. */
export interface Stood {
  id: Id;
  seq: number;
}

/** Marks rooms as read up to their end, one after the other; how far each was read before. */
export async function readEverything(rooms: readonly Room[]): Promise<Stood[]> {
  const before: Stood[] = [];
  for (const room of rooms) {
    if (!room.mine) continue;
    const mine = await api.readRoom(room.id, room.last_seq);
    before.push({ id: room.id, seq: room.mine.read_seq });
    chatStore.update((state) => putMine(state, room.id, mine));
  }
  return before;
}

/** Takes that back. */
export async function unreadAgain(before: readonly Stood[]): Promise<void> {
  for (const { id, seq } of before) {
    const mine = await api.readRoom(id, seq, true);
    chatStore.update((state) => putMine(state, id, mine));
  }
}
