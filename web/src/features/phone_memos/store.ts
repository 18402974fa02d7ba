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

/** How often something was heard of memos: whoever lists them asks anew. */
export const newsStore = createStore(0);
/** The same of those for oneself, and of those of others, for whoever counts them. */
export const ownNewsStore = createStore(0);
export const othersNewsStore = createStore(0);

// What was missed while the line was away is heard of with its return.
let line = lineStore.get();
lineStore.subscribe(() => {
  const before = line;
  line = lineStore.get();
  if (line === "live" && before !== "live") newsStore.update((count) => count + 1);
});

const mine = () => sessionStore.get()?.person.id ?? null;

/** What is held is of whoever is signed in: who called somebody else is nobody's business. */
function own(held: Held): Held {
  const me = mine();
  return held.me === me ? held : { ...EMPTY, me };
}

/** Holds memos; what is older than what is held is passed over. */
export function put(memos: readonly Memo[]): void {
  heldStore.update((held) => {
    const before = own(held);
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
    const { memos, gone, ...rest } = own(held);
    return { ...rest, memos: Object.fromEntries(Object.entries(memos).filter(([key]) => key !== id)), gone: new Set([...gone, id]) };
  });
}

export function heldMemo(id: Id): Memo | null {
  return own(heldStore.get()).memos[id] ?? null;
}

export const isGone = (id: Id) => own(heldStore.get()).gone.has(id);
