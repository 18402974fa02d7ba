import type { Id } from "../../platform/ids.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import type { Stamp } from "./model.ts";

/** Stamps that were looked at, of one person. */
interface Held {
  me: Id | null;
  stamps: Readonly<Record<Id, Stamp>>;
  /** Those that are no more for this person. */
  gone: ReadonlySet<Id>;
}

const EMPTY: Held = { me: null, stamps: {}, gone: new Set() };

export const stampStore = createStore<Held>(EMPTY);

/** What is held is of whoever is signed in: somebody else's answers are nobody's business. */
function own(held: Held): Held {
  const me = sessionStore.get()?.person.id ?? null;
  return held.me === me ? held : { ...EMPTY, me };
}

export function put(stamp: Stamp): void {
  stampStore.update((held) => {
    const mine = own(held);
    return { ...mine, stamps: { ...mine.stamps, [stamp.id]: stamp } };
  });
}

/** Changes one that is held. */
export function change(id: Id, to: (stamp: Stamp) => Stamp): void {
  const stamp = heldStamp(id);
  if (stamp) put(to(stamp));
}

export function lose(id: Id): void {
  stampStore.update((held) => ({ ...own(held), gone: new Set([...held.gone, id]) }));
}

export function heldStamp(id: Id): Stamp | null {
  return own(stampStore.get()).stamps[id] ?? null;
}
