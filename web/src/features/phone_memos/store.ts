import type { Id } from "../../platform/ids.ts";
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

/** How often something was heard of memos: whoever lists or counts them asks anew. */
export const newsStore = createStore(0);

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
    return { ...before, memos: next };
  });
}

export function lose(id: Id): void {
  heldStore.update((held) => ({ ...own(held), gone: new Set([...own(held).gone, id]) }));
}

export function heldMemo(id: Id): Memo | null {
  return own(heldStore.get()).memos[id] ?? null;
}

export const isGone = (id: Id) => own(heldStore.get()).gone.has(id);
