import type { Id } from "../../platform/ids.ts";
import { lineStore } from "../../platform/live.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import type { Memo } from "./model.ts";

/** Memos that were looked at, of one person. */
interface Held {
  me: Id | null;
  memos: Readonly<Record<Id, Memo>>;
  /** Those that are no more for this person. */
  gone: ReadonlySet<Id>;
}

const EMPTY: Held = { me: null, memos: {}, gone: new Set() };

export const heldStore = createStore<Held>(EMPTY);

/** How often something was heard of open memos, and of done ones: whoever lists them asks anew. */
export const openNewsStore = createStore(0);
export const doneNewsStore = createStore(0);
/** The same of those for oneself, or of what one did, and of those of others, for whoever counts them. */
export const ownNewsStore = createStore(0);
export const othersNewsStore = createStore(0);

// A section hears of the same memo in the same moment, and a city of the line's return; nobody asks for each piece of news.
const LEAST_MS = 1000;
const NEWS_MS = 1000;
const RETURN_MS = 10_000;

let due: { at: number; timer: ReturnType<typeof setTimeout>; done: boolean } | null = null;

const more = (store: typeof openNewsStore) => store.update((count) => count + 1);

/** Has lists be asked for in a moment, with whatever is heard until then; those that are done only where something moved there. */
export function hear(done: boolean, within = NEWS_MS): void {
  const at = Date.now() + LEAST_MS + Math.random() * within;
  const both = done || Boolean(due?.done);
  if (due) clearTimeout(due.timer);
  // What is heard meanwhile puts nothing off.
  const first = Math.min(at, due?.at ?? at);
  due = { at: first, timer: setTimeout(() => tell(both), first - Date.now()), done: both };
}

function tell(done: boolean): void {
  if (due) clearTimeout(due.timer);
  due = null;
  more(openNewsStore);
  if (done) more(doneNewsStore);
}

/** What one did oneself, by its tick: the line tells of it once more. */
const own = new Map<Id, number>();

/** A memo is as one made it: it is shown, and listed and counted at once. */
export function acted(memo: Memo): void {
  own.set(memo.id, memo.tick);
  put([memo]);
  tell(true);
  more(ownNewsStore);
}

export const isOwn = (id: Id, tick: number) => tick <= (own.get(id) ?? -1);

// What was missed while the line was away is heard of with its return.
let line = lineStore.get();
lineStore.subscribe(() => {
  const before = line;
  line = lineStore.get();
  if (line === "live" && before !== "live") hear(true, RETURN_MS);
});

const mine = () => sessionStore.get()?.person.id ?? null;

/** What is held is of whoever is signed in: who called somebody else is nobody's business. */
function ofMine(held: Held): Held {
  const me = mine();
  return held.me === me ? held : { ...EMPTY, me };
}

/** Holds memos; what is older than what is held is passed over. */
export function put(memos: readonly Memo[]): void {
  heldStore.update((held) => {
    const before = ofMine(held);
    const next = { ...before.memos };
    for (const memo of memos) if (!next[memo.id] || (next[memo.id]?.tick ?? 0) <= memo.tick) next[memo.id] = memo;
    // Whoever sees it again sees it.
    const seen = new Set(memos.map((memo) => memo.id));
    return { ...before, memos: next, gone: new Set([...before.gone].filter((id) => !seen.has(id))) };
  });
}

/** It is no more for this person: nothing of who called stays here either. */
export function lose(id: Id): void {
  heldStore.update((held) => {
    const { memos, gone, ...rest } = ofMine(held);
    return { ...rest, memos: Object.fromEntries(Object.entries(memos).filter(([key]) => key !== id)), gone: new Set([...gone, id]) };
  });
}

export function heldMemo(id: Id): Memo | null {
  return ofMine(heldStore.get()).memos[id] ?? null;
}

export const isGone = (id: Id) => ofMine(heldStore.get()).gone.has(id);
