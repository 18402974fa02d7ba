import type { Id } from "../../platform/ids.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import type { Slip } from "./model.ts";

/** Slips that were looked at, of one person. */
interface Held {
  me: Id | null;
  slips: Readonly<Record<Id, Slip>>;
  /** Those that are no more for this person. */
  gone: ReadonlySet<Id>;
}

const EMPTY: Held = { me: null, slips: {}, gone: new Set() };

export const slipStore = createStore<Held>(EMPTY);

/** How often something was heard that may belong in a list: whoever shows one asks anew. */
export const newsStore = createStore(0);

/** How often somebody at this device did something with a slip. */
export const ownNewsStore = createStore(0);

/** Something was done here with a slip. */
export const ownNews = () => {
  ownNewsStore.update((done) => done + 1);
  news();
};

/** Something was heard of a room's slips. */
export const news = () => newsStore.update((heard) => heard + 1);

/** What is held is of whoever is signed in. */
function own(held: Held): Held {
  const me = sessionStore.get()?.person.id ?? null;
  return held.me === me ? held : { ...EMPTY, me };
}

export function put(...slips: readonly Slip[]): void {
  slipStore.update((held) => {
    const mine = own(held);
    const newer = slips.filter((slip) => (mine.slips[slip.id]?.at ?? 0) <= slip.at);
    if (newer.length === 0) return mine;
    // What may be seen again is not gone.
    const gone = new Set([...mine.gone].filter((id) => !newer.some((slip) => slip.id === id)));
    return { ...mine, gone, slips: { ...mine.slips, ...Object.fromEntries(newer.map((slip) => [slip.id, slip])) } };
  });
}

/** Puts a slip back as it was before something that was refused, unless something newer was heard meanwhile. */
export function putBack(shown: Slip, before: Slip): void {
  if (heldSlip(before.id) === shown) slipStore.update((held) => ({ ...held, slips: { ...held.slips, [before.id]: before } }));
}

export function lose(id: Id): void {
  slipStore.update((held) => {
    const mine = own(held);
    return { ...mine, gone: new Set([...mine.gone, id]) };
  });
}

export function heldSlip(id: Id): Slip | null {
  return own(slipStore.get()).slips[id] ?? null;
}

/** A listed slip as it is held, which may be newer than the list. */
export const asHeld = (slip: Slip): Slip => {
  const held = heldSlip(slip.id);
  return held && held.at >= slip.at ? held : slip;
};
