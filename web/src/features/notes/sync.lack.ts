import * as Y from "yjs";
import type { Page } from "./sync.ts";

type Removals = ReturnType<typeof Y.createDeleteSet>;

/** How many letters and nodes are removed, of those that a server knows. */
function removed(set: Removals, known: Map<number, number>): number {
  let sum = 0;
  for (const [client, items] of set.clients) {
    const end = known.get(client) ?? 0;
    for (const { clock, len } of items) sum += Math.max(0, Math.min(clock + len, end) - clock);
  }
  return sum;
}

/** What of a page a server lacks: something that was written with one of the numbers, removals alone, or nothing. */
export function lack(doc: Y.Doc, page: Page, mine: Iterable<number>): "words" | "removals" | null {
  const [here, there] = [Y.decodeStateVector(Y.encodeStateVector(doc)), Y.decodeStateVector(page.state)];
  for (const writer of mine) if ((here.get(writer) ?? 0) > (there.get(writer) ?? 0)) return "words";
  const [ours, theirs] = [Y.createDeleteSetFromStructStore(doc.store), Y.decodeUpdate(page.update).ds];
  return removed(ours, there) > removed(theirs, there) ? "removals" : null;
}

/**
 * The first of what a server lacks that it can take: what was written with one of the numbers goes on with what others wrote, so only as
 * far as that is there. What others wrote is left to them. `page` is all that the server has.
 */
export function fitting(doc: Y.Doc, page: Page, mine: Iterable<number>): Uint8Array | null {
  const here = Y.decodeStateVector(Y.encodeStateVector(doc));
  const known = Y.decodeStateVector(page.state);
  for (const writer of mine) {
    const first = known.get(writer) ?? 0;
    if ((here.get(writer) ?? 0) < first) continue;
    const there = new Y.Doc({ gc: false });
    Y.applyUpdate(there, page.update);
    Y.applyUpdate(there, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(new Map([...here, [writer, first]]))));
    // What does not fit yet is no part of it.
    there.store.pendingStructs = null;
    there.store.pendingDs = null;
    if (lack(there, page, [writer])) return Y.encodeStateAsUpdate(there, page.state);
  }
  return null;
}

/** Whether all that an update writes and takes away is there, where each number counts so far and so much was taken away. */
function isIn(update: Uint8Array, counts: Map<number, number>, removals: Removals): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const reaches = (writer: number, end: number) => end <= (counts.get(writer) ?? 0);
  if (!structs.every(({ id, length }) => reaches(id.client, id.clock + length))) return false;
  return [...ds.clients].every(([writer, items]) =>
    items.every(({ clock, len }) => {
      for (let at = clock; at < clock + len; at++) if (!Y.isDeleted(removals, Y.createID(writer, at))) return false;
      return true;
    }),
  );
}

/** Whether the server has all of an update. `page` is all that it has. */
export const isTaken = (update: Uint8Array, page: Page): boolean => isIn(update, Y.decodeStateVector(page.state), Y.decodeUpdate(page.update).ds);

/** Whether a page here says all of an update; it does not while something is missing that the update goes on with. */
export const isSaid = (update: Uint8Array, doc: Y.Doc): boolean => isIn(update, Y.decodeStateVector(Y.encodeStateVector(doc)), Y.createDeleteSetFromStructStore(doc.store));

/** The numbers with which an update was written. */
export const writersOf = (update: Uint8Array): Set<number> => new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client));
