import type { Mark } from "./marks.ts";

/** What is drawn, what was before, and what was taken back. */
export interface History {
  past: readonly (readonly Mark[])[];
  now: readonly Mark[];
  future: readonly (readonly Mark[])[];
}

export const NOTHING: History = { past: [], now: [], future: [] };

const MOST_STEPS = 200;

/** The next state; what had been taken back is gone. */
export function did(history: History, now: readonly Mark[]): History {
  if (now === history.now) return history;
  return { past: [...history.past, history.now].slice(-MOST_STEPS), now, future: [] };
}

export function undone({ past, now, future }: History): History {
  const before = past.at(-1);
  return before ? { past: past.slice(0, -1), now: before, future: [now, ...future] } : { past, now, future };
}

export function redone({ past, now, future }: History): History {
  const [next, ...rest] = future;
  return next ? { past: [...past, now], now: next, future: rest } : { past, now, future };
}

export const added = (history: History, mark: Mark) => did(history, [...history.now, mark]);
export const changed = (history: History, mark: Mark) => did(history, history.now.map((one) => (one.id === mark.id ? mark : one)));
/** A change that goes on with the last one, as one press of an arrow key after another does: both are taken back together. */
export const wentOn = (history: History, mark: Mark): History => ({ ...changed(history, mark), past: history.past });
export const removed = (history: History, id: number) => (history.now.some((one) => one.id === id) ? did(history, history.now.filter((one) => one.id !== id)) : history);

/** The mark before or after one, round and round; without one, the last or the first. */
export function beside(marks: readonly Mark[], id: number | null, by: 1 | -1): Mark | null {
  const at = marks.findIndex((mark) => mark.id === id);
  const goal = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
  return marks[goal] ?? null;
}
