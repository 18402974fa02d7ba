import { useEffect, useState } from "react";
import type { Wire } from "./api/wire.ts";

/** Where somebody is, and until when. */
export type Whereabouts = Wire["Whereabouts"];

/** What is said of where somebody is, unless it has lapsed or was taken back. */
export function holding(said: Whereabouts | null | undefined, now: number): Whereabouts | null {
  return said && (said.kind || said.place) && (!said.until || Date.parse(said.until) > now) ? said : null;
}

// A browser's timer counts no further.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Where somebody is; drawn as lapsed in the moment in which it lapses, without asking anybody. */
export function useWhereabouts(said: Whereabouts | null | undefined): Whereabouts | null {
  const [, redraw] = useState(0);
  const until = said?.until;
  useEffect(() => {
    const left = until ? Date.parse(until) - Date.now() : -1;
    if (left < 0 || left > LONGEST_TIMER_MS) return;
    const timer = setTimeout(() => redraw((count) => count + 1), left + 1);
    return () => clearTimeout(timer);
  }, [until]);
  return holding(said, Date.now());
}
