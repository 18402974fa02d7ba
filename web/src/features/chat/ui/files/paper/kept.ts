import { read, readFrom, remove, write } from "../../../../../platform/database.ts";
import { KEPT_MB } from "../../../../../platform/papers.ts";
import type { Id } from "../../../../../platform/ids.ts";

/** A larger file is not kept. */
export const MOST_OF_ONE = KEPT_MB << 20;
/** So much is kept of all together. */
export const MOST_OF_ALL = 200 << 20;
/** What was used within so long is wanted today: it makes place for nothing. */
const TODAY_MS = 12 * 3_600_000;

/** What is kept of a file besides its bytes, so that nobody reads all of those to count them. */
export interface Entry {
  id: Id;
  size: number;
  /** When it was used last. */
  at: number;
}

const bytesKey = (id: Id) => `sheet:${id}`;
const entryKey = (id: Id) => `sheet-of:${id}`;

/** Which files go so that there is place for one of a size, the longest unused first; null when there is none. */
export function placeFor(size: number, entries: readonly Entry[], now: number): Id[] | null {
  let taken = entries.reduce((sum, entry) => sum + entry.size, 0);
  const going: Id[] = [];
  for (const entry of [...entries].sort((one, other) => one.at - other.at)) {
    if (taken + size <= MOST_OF_ALL) break;
    if (now - entry.at < TODAY_MS) return null;
    going.push(entry.id);
    taken -= entry.size;
  }
  return taken + size <= MOST_OF_ALL ? going : null;
}

/** The bytes of a file that this device has. */
export async function keptFile(id: Id): Promise<Blob | null> {
  const found = (await read("cache", bytesKey(id)).catch(() => undefined)) as Blob | undefined;
  if (!found) return null;
  void write("cache", entryKey(id), { id, size: found.size, at: Date.now() } satisfies Entry);
  return found;
}

/** Leaves nothing of a file on this device. */
export async function dropFile(id: Id): Promise<void> {
  await Promise.all([remove("cache", bytesKey(id)), remove("cache", entryKey(id))]).catch(() => undefined);
}

/** Keeps a file; false when it has no place here. It goes with everything else of this person when they sign out. */
export async function keepFile(id: Id, bytes: Blob): Promise<boolean> {
  const entries = ((await readFrom("cache", "sheet-of:").catch(() => [])) as Entry[]).filter((entry) => entry.id !== id);
  const going = placeFor(bytes.size, entries, Date.now());
  if (going === null) return false;
  for (const old of going) await dropFile(old);
  // Counted before it lies there: of a page that is closed in between, nothing lies there uncounted.
  if (!(await write("cache", entryKey(id), { id, size: bytes.size, at: Date.now() } satisfies Entry))) return false;
  if (await write("cache", bytesKey(id), bytes)) return true;
  await dropFile(id);
  return false;
}
