import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { ownName } from "./place.ts";

interface Schema extends DBSchema {
  outbox: { key: string; value: unknown };
  cache: { key: string; value: unknown };
}

type Shelf = "outbox" | "cache";

let shut = false;
let opening: Promise<IDBPDatabase<Schema> | null> | null = null;

// A browser may refuse a database (private window, full disk). The client then works without: nothing survives the tab, nothing breaks.
function database(): Promise<IDBPDatabase<Schema> | null> {
  opening ??= openDB<Schema>(ownName("engawa"), 1, {
    upgrade(db) {
      db.createObjectStore("outbox");
      db.createObjectStore("cache");
    },
    // The browser closed it, as when somebody clears the site's data: the next use opens it anew.
    terminated() {
      opening = null;
    },
  }).catch(() => null);
  return opening;
}

/** Everything on a shelf, in the order of its keys. */
export async function readAll(shelf: Shelf): Promise<unknown[]> {
  return (await (await database())?.getAll(shelf)) ?? [];
}

/** Everything on a shelf whose key begins so. */
export async function readFrom(shelf: Shelf, start: string): Promise<unknown[]> {
  return (await (await database())?.getAll(shelf, IDBKeyRange.bound(start, `${start}\uffff`))) ?? [];
}

export async function read(shelf: Shelf, key: string): Promise<unknown> {
  return (await database())?.get(shelf, key);
}

/** Puts a value and ends once the disk has it, not only the operating system; fails where this browser keeps nothing. */
export async function keep(shelf: Shelf, key: string, value: unknown): Promise<void> {
  const tx = (await opened()).transaction(shelf, "readwrite", { durability: "strict" });
  await Promise.all([tx.store.put(value, key), tx.done]);
}

/** [`keep`] of what is made of the value that is there, in one step. */
export async function keepFrom(shelf: Shelf, key: string, make: (old: unknown) => unknown): Promise<void> {
  const tx = (await opened()).transaction(shelf, "readwrite", { durability: "strict" });
  const old = await tx.store.get(key);
  await Promise.all([tx.store.put(make(old), key), tx.done]);
}

/** Puts a value under another key into the place of one, in one step; false when that one is not there any more. */
export async function exchange(shelf: Shelf, old: string, key: string, value: unknown): Promise<boolean> {
  const tx = (await opened()).transaction(shelf, "readwrite", { durability: "strict" });
  const there = (await tx.store.getKey(old)) !== undefined;
  if (there) await Promise.all([tx.store.delete(old), tx.store.put(value, key)]);
  await tx.done;
  return there;
}

async function opened(): Promise<IDBPDatabase<Schema>> {
  const db = await database();
  if (!db || shut) throw new Error("this browser keeps nothing");
  return db;
}

/** Puts a value; false when this browser keeps nothing. */
export async function write(shelf: Shelf, key: string, value: unknown): Promise<boolean> {
  const db = await database();
  if (!db || shut) return false;
  try {
    await db.put(shelf, value, key);
    return true;
  } catch {
    return false;
  }
}

export async function remove(shelf: Shelf, key: string): Promise<void> {
  await (await database())?.delete(shelf, key);
}

/** Leaves nothing of this person on the machine; what is on screen still puts nothing back. */
export async function forgetEverything(): Promise<void> {
  shut = true;
  const db = await database();
  await db?.clear("cache");
  await db?.clear("outbox");
}

/** Somebody is here, whose things are kept again. */
export function keepAgain(): void {
  shut = false;
}
