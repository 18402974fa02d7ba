import { onSignedOut } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";

/** What was found last, and which of it was opened: whoever comes back from it goes on where they were. Anybody else asks anew. */
const held: { results: { key: string } | null; opened: Id | null } = { results: null, opened: null };
onSignedOut(() => Object.assign(held, { results: null, opened: null }));

/** Remembers what was found last. */
export function found(results: { key: string }): void {
  Object.assign(held, { results, opened: null });
}

/** Remembers which hit was opened. */
export function opening(message: Id): void {
  held.opened = message;
}

/** What was found by a search of which a hit was opened, and that hit: once. */
export function comingBack<R extends { key: string }>(key: string): { results: R; opened: Id } | null {
  const { results, opened } = held;
  if (opened === null || results?.key !== key) return null;
  held.opened = null;
  return { results: results as R, opened };
}
