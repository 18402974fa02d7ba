import { useEffect, useState } from "react";
import { useStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import type { Looked } from "../files/preview/kinds.ts";
import { isBarred } from "./barred.ts";

/** Whether the server gives a file to be saved. */
async function isGiven(at: string, signal: AbortSignal): Promise<boolean> {
  const { status } = await fetch(at, { headers: { range: "bytes=0-0" }, credentials: "same-origin", signal });
  return status !== 403;
}

/** Whether a file is only looked at; nothing until that is known. What another organisation has decided of its files, the server knows alone. */
export function useBarred({ at, room, said }: Looked): boolean | null {
  const decided = useStore(chatStore, (state) => state.rooms[room ?? ""]?.downloads);
  const known = useStore(chatStore, (state) => {
    const here = state.rooms[room ?? ""];
    return room === null || (here !== undefined && here.shared_with.length === 0);
  });
  const barred = room !== null && isBarred(room, said?.author);
  const ask = !known && !barred;
  const [asked, setAsked] = useState<{ at: string; barred: boolean } | null>(null);
  useEffect(() => {
    if (!ask) return undefined;
    const leaving = new AbortController();
    // Where nobody answers, what is tried next says so.
    isGiven(at, leaving.signal).then(
      (given) => setAsked({ at, barred: !given }),
      () => leaving.signal.aborted || setAsked({ at, barred: false }),
    );
    return () => leaving.abort();
  }, [ask, at, decided]);
  if (!ask) return barred;
  return asked?.at === at ? asked.barred : null;
}
