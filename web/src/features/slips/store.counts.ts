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

/** How many slips wait for me and my section. */
export const waitingStore = createStore(0);

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
  const asked = ++round;
  api
    .counts()
    .then(({ waiting }) => asked === round && waitingStore.set(waiting))
    .catch(() => asked === round && within(RETURN_MS));
}

/** Counts how many wait for as long as somebody looks. Gives what to do when nobody does any more. */
export function watchWaiting(): () => void {
  let begun = lineStore.get() === "live";
  const line = () => {
    if (lineStore.get() !== "live") return stop();
    within(begun ? RETURN_MS : START_MS);
    begun = true;
  };
  const ends = [ownNewsStore.subscribe(() => within(OWN_MS)), newsStore.subscribe(() => within(OTHERS_MS)), lineStore.subscribe(line)];
  within(START_MS);
  return () => {
    for (const end of ends) end();
    stop();
    round += 1;
    waitingStore.set(0);
  };
}

/** How many slips wait for me and my section; whose it is says `me`. */
export function useWaiting(me: string): number {
  useEffect(watchWaiting, [me]);
  return useStore(waitingStore, (waiting) => waiting);
}
