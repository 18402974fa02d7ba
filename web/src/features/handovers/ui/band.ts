import type { Own } from "../model.ts";

/** What a device knows of what waits, from the day on which it asked. */
export interface Known {
  day: string;
  toWrite: boolean;
  toTake: boolean;
  closed: boolean;
}

const NAME = "handovers of";

/** What waits: of those that are written only what came by itself, as who began one by hand knows of it. */
export function known({ own, others }: Own, day: string): Known {
  const toWrite = own.some(({ state, last_day }) => state === "draft" && Boolean(last_day));
  const toTake = others.some(({ state, side }) => state === "handed" && side === "successor");
  return { day, toWrite, toTake, closed: false };
}

/** What this device knew today; null when it has not asked yet. */
export function kept(person: string, day: string): Known | null {
  try {
    const found = JSON.parse(localStorage.getItem(`${NAME} ${person}`) ?? "null") as Known | null;
    return found?.day === day ? found : null;
  } catch {
    return null;
  }
}

export function keep(person: string, now: Known): void {
  try {
    localStorage.setItem(`${NAME} ${person}`, JSON.stringify(now));
  } catch {
    // It is asked again at the next start.
  }
}
