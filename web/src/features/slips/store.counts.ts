import { useEffect } from "react";
import { lineStore } from "../../platform/live.ts";
import { createStore, useStore } from "../../platform/store.ts";
import * as api from "./api.ts";
import { newsStore, ownNewsStore } from "./store.ts";

// What one did oneself is counted at once. A room that hears of the same slip does not ask in the same moment, nor a city that starts in the
// morning; least of all one whose lines come back together.
const OWN_MS = 500;
const OTHERS_MS = 20_000;
const START_MS = 20_000;
const RETURN_MS = 60_000;

/** How many slips wait for me and my section, as they were counted last: a phone shows the list of rooms for a moment at a time. */
export const waitingStore = createStore(0);

/** Who that is. */
let whose = "";
/** What one had done oneself when it was counted. */
let counted = ownNewsStore.get();
/** Until when it was to be counted when nobody looked any more. */
let wanted: number | null = null;
let round = 0;
let due: { at: number; timer: ReturnType<typeof setTimeout> } | null = null;

function stop(): void {
  if (due) clearTimeout(due.timer);
  due = null;
}

/** Has them be counted within a time: what is wanted sooner is not put off by what may wait. */
function within(ms: number): void {
  if (lineStore.get() !== "live") return;
  const at = Date.now() + Math.random() * ms;
  if (due && due.at <= at) return;
  stop();
  due = { at, timer: setTimeout(count, at - Date.now()) };
}

function count(): void {
  due = null;
  counted = ownNewsStore.get();
  const asked = ++round;
  api
    .counts()
    .then(({ waiting }) => asked === round && waitingStore.set(waiting))
    .catch(() => asked === round && within(RETURN_MS));
}

/** Counts how many wait for as long as somebody looks. Gives what to do when nobody does any more. What was counted stays for when they look again. */
export function watchWaiting(me: string): () => void {
  if (whose !== me) {
    waitingStore.set(0);
    wanted = null;
  }
  whose = me;
  let begun = lineStore.get() === "live";
  const line = () => {
    if (lineStore.get() !== "live") return stop();
    within(begun ? RETURN_MS : START_MS);
    begun = true;
  };
  const ends = [ownNewsStore.subscribe(() => within(OWN_MS)), newsStore.subscribe(() => within(OTHERS_MS)), lineStore.subscribe(line)];
  within(ownNewsStore.get() === counted ? START_MS : OWN_MS);
  // Whoever looks for a moment now and then is not put off each time.
  if (wanted !== null) within(Math.max(0, wanted - Date.now()));
  return () => {
    for (const end of ends) end();
    wanted = due?.at ?? null;
    stop();
    round += 1;
  };
}

/** How many slips wait for me and my section; whose it is says `me`. */
export function useWaiting(me: string): number {
  useEffect(() => watchWaiting(me), [me]);
  return useStore(waitingStore, (waiting) => (whose === me ? waiting : 0));
}
