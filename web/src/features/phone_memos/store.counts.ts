import { useEffect } from "react";
import { lineStore } from "../../platform/live.ts";
import { createStore, useStore } from "../../platform/store.ts";
import * as api from "./api.ts";
import type { Counts } from "./model.ts";
import { othersNewsStore, ownNewsStore } from "./store.ts";

// What is for oneself is counted at once. A section that hears of the same memo does not ask in the same moment, nor a city that starts in the
// morning; least of all one whose lines come back together.
const OWN_MS = 1500;
const OTHERS_MS = 30_000;
const START_MS = 20_000;
const RETURN_MS = 60_000;

const NONE: Counts = { mine: 0, section: 0 };

export const countsStore = createStore<Counts>(NONE);

let watching = 0;
let round = 0;
let begun = false;
let due: { at: number; timer: ReturnType<typeof setTimeout> } | null = null;

/** Has them be counted within a time: what is wanted sooner is not put off by what may wait. */
function within(ms: number): void {
  if (lineStore.get() !== "live") return;
  const at = Date.now() + Math.random() * ms;
  if (due && due.at <= at) return;
  if (due) clearTimeout(due.timer);
  due = { at, timer: setTimeout(count, at - Date.now()) };
}

function count(): void {
  due = null;
  const asked = ++round;
  api
    .counts()
    .then((found) => asked === round && countsStore.set(found))
    .catch(() => asked === round && within(RETURN_MS));
}

function line(): void {
  if (lineStore.get() === "live") {
    within(begun ? RETURN_MS : START_MS);
    begun = true;
  } else stop();
}

function stop(): void {
  if (due) clearTimeout(due.timer);
  due = null;
}

let ends: (() => void)[] = [];

/** Counts how many are open, once for all who look, for as long as somebody does: first within a time. Gives what to do when one does no more. */
export function watchCounts(first = START_MS): () => void {
  watching += 1;
  if (watching === 1) {
    ends = [ownNewsStore.subscribe(() => within(OWN_MS)), othersNewsStore.subscribe(() => within(OTHERS_MS)), lineStore.subscribe(line)];
    begun = lineStore.get() === "live";
  }
  within(first);
  return () => {
    watching -= 1;
    if (watching > 0) return;
    for (const end of ends) end();
    stop();
    round += 1;
    countsStore.set(NONE);
  };
}

/** How many are open. */
export function useCounts(first?: number): Counts {
  useEffect(() => watchCounts(first), [first]);
  return useStore(countsStore, (counts) => counts);
}
