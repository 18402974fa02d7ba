import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import * as api from "./api.ts";
import { dropPaper, keepPaper, readPaper } from "./store.ts";

/** Pages that are under way. */
const coming = new Map<string, Promise<unknown>>();

/** The page of a note at a number: what this device has of it, else from the server; without a line an older one is better than none. */
export function paperOf(note: Id, upto: number): Promise<unknown> {
  const key = `${note} ${upto}`;
  const there = coming.get(key);
  if (there) return there;
  const page = fetched(note, upto).finally(() => coming.delete(key));
  coming.set(key, page);
  return page;
}

async function fetched(note: Id, upto: number): Promise<unknown> {
  const kept = await readPaper(note).catch(() => null);
  if (kept?.upto === upto) return kept.doc;
  try {
    const { doc } = await api.page(note, null);
    await keepPaper(note, upto, doc).catch(() => undefined);
    return doc;
  } catch (error) {
    // Taken back, or not this person's to read any more.
    if (error instanceof Problem && error.status === 404) await dropPaper(note).catch(() => undefined);
    else if (kept && error instanceof Problem && error.status === 0) return kept.doc;
    throw error;
  }
}
