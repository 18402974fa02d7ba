import type { Condition } from "./api.ts";

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** Bytes as people say them: two digits that count, in steps of 1,024. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toLocaleString("ja-JP", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${UNITS[unit]}`;
}

/** A part of a whole in hundredths, from 0 to 100. */
export const percent = (part: number, whole: number) => (whole > 0 ? Math.min(100, Math.max(0, Math.round((part / whole) * 100))) : 0);

export type Step = "titles" | "units" | "people" | "rooms";

/** What a new organisation still has to do before people can talk in it, in this order; all of it is done when the list is empty. */
export function stepsLeft({ directory, talk }: Pick<Condition, "directory" | "talk">): Step[] {
  const left: [Step, boolean][] = [
    ["titles", directory.titles === 0],
    // The set-up makes the organisation's own unit, and whoever did it is a person.
    ["units", directory.units <= 1],
    ["people", directory.staff <= 1],
    ["rooms", talk.rooms === 0],
  ];
  return left.filter(([, missing]) => missing).map(([step]) => step);
}

export const STEPS: readonly Step[] = ["titles", "units", "people", "rooms"];
