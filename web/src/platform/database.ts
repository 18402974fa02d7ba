import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { ownName } from "./place.ts";

interface Schema extends DBSchema {
  outbox: { key: string; value: unknown };
  cache: { key: string; value: unknown };
  files: { key: string; value: unknown };
}

type Shelf = "outbox" | "cache" | "files";

let shut = false;
const opening: Record<string, Promise<IDBPDatabase<Schema> | null>> = {};

// A browser may refuse a database (private window, full disk). The client then works without: nothing survives the tab, nothing breaks.
// Bytes of files have one of their own: whoever still has the former program open in another tab keeps no newer version of theirs waiting.
function database(shelf: Shelf): Promise<IDBPDatabase<Schema> | null> {
  const name = ownName(shelf === "files" ? "engawa-files" : "engawa");
  return (opening[name] ??= openDB<Schema>(name, 1, {
    upgrade(db) {
      for (const store of shelf === "files" ? (["files"] as const) : (["outbox", "cache"] as const)) db.createObjectStore(store);
    },
    // The browser closed it, as when somebody clears the site's data: the next use opens it anew.
    terminated() {
      delete opening[name];
    },
  }).catch(() => null));
}

/** Everything on a shelf, in the order of its keys. */
export async function readAll(shelf: Shelf): Promise<unknown[]> {
  return (await (await database(shelf))?.getAll(shelf)) ?? [];
}

/** Everything on a shelf whose key begins so. */
export async function readFrom(shelf: Shelf, start: string): Promise<unknown[]> {
  return (await (await database(shelf))?.getAll(shelf, IDBKeyRange.bound(start, `${start}\uffff`))) ?? [];
}

export async function read(shelf: Shelf, key: string): Promise<unknown> {
  return (await database(shelf))?.get(shelf, key);
}

/** Puts a value and ends once the disk has it, not only the operating system; fails where this browser keeps nothing. */
export async function keep(shelf: Shelf, key: string, value: unknown): Promise<void> {
  const tx = (await opened(shelf)).transaction(shelf, "readwrite", { durability: "strict" });
  await Promise.all([tx.store.put(value, key), tx.done]);
}

/** [`keep`] of what is made of the value that is there, in one step; where nothing is made of it all stays as it was. */
export async function keepFrom(shelf: Shelf, key: string, make: (old: unknown) => unknown): Promise<void> {
  const tx = (await opened(shelf)).transaction(shelf, "readwrite", { durability: "strict" });
  const old = await tx.store.get(key);
  const now = make(old);
  await Promise.all([now === undefined ? undefined : tx.store.put(now, key), tx.done]);
}

/** Puts a value under another key into the place of one, in one step; false when that one is not there any more. */
export async function exchange(shelf: Shelf, old: string, key: string, value: unknown): Promise<boolean> {
  const tx = (await opened(shelf)).transaction(shelf, "readwrite", { durability: "strict" });
  const there = (await tx.store.getKey(old)) !== undefined;
  if (there) await Promise.all([tx.store.delete(old), tx.store.put(value, key)]);
  await tx.done;
  return there;
}

async function opened(shelf: Shelf): Promise<IDBPDatabase<Schema>> {
  const db = await database(shelf);
  if (!db || shut) throw new Error("this browser keeps nothing");
  return db;
}

/** Puts a value; false when this browser keeps nothing. */
export async function write(shelf: Shelf, key: string, value: unknown): Promise<boolean> {
  const db = await database(shelf);
  if (!db || shut) return false;
  try {
    await db.put(shelf, value, key);
    return true;
  } catch {
    return false;
  }
}

export async function remove(shelf: Shelf, key: string): Promise<void> {
  await (await database(shelf))?.delete(shelf, key);
}

/** Leaves nothing of this person on the machine; what is on screen still puts nothing back. */
export async function forgetEverything(): Promise<void> {
  shut = true;
  for (const shelf of ["cache", "outbox", "files"] as const) await (await database(shelf))?.clear(shelf);
}

/** Somebody is here, whose things are kept again. */
export function keepAgain(): void {
  shut = false;
}
