import { useGiven } from "../../../../platform/given.ts";
import { useStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import type { Looked } from "../files/preview/kinds.ts";
import { decidedOf, isBarred } from "./barred.ts";

/** Whether a file is only looked at; nothing until that is known. What another organisation has decided of its files, the server knows alone. */
export function useBarred({ at, room, said, asks = false }: Pick<Looked, "at" | "room" | "said" | "asks">): boolean | null {
  const decided = useStore(chatStore, (state) => decidedOf(state.rooms, room));
  const known = useStore(chatStore, (state) => {
    const here = state.rooms[room ?? ""];
    return (room === null && !asks) || (here !== undefined && here.shared_with.length === 0);
  });
  const barred = room !== null && isBarred(room, said?.author);
  const given = useGiven(known || barred ? null : at, decided ?? "");
  if (barred) return true;
  if (known) return false;
  return given === null ? null : !given;
}
