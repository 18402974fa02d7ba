import type { Guest, NewGuest } from "../../model.ts";

const DAY_MS = 86_400_000;
/** The longest stay that is written down at once, in days. */
const LONGEST_STAY = 366;
/** A last day this many days away is near. */
const NEAR_DAYS = 5;

export const KINDS: readonly Guest["kind"][] = ["seconded", "business", "resident", "municipality", "other"];

const textOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const number = (day: string) => Date.parse(`${day}T00:00:00Z`);
const daysAfter = (day: string, days: number) => textOf(number(day) + days * DAY_MS);

/** The day after another. */
export const dayAfter = (day: string) => daysAfter(day, 1);

/** How many days there are from one day to another. */
export const daysBetween = (from: string, to: string) => Math.round((number(to) - number(from)) / DAY_MS);

/** The last day that may be written down today. */
export const latestDay = (today: string) => daysAfter(today, LONGEST_STAY);

const earlier = (a: string, b: string) => (a < b ? a : b);

/** The last day of the 年度 in which a day lies. */
export function yearEnd(day: string): string {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return `${month > 3 ? year + 1 : year}-03-31`;
}

/** The same day some months later, or the last one of a shorter month. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, Number(day.slice(8))];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return textOf(Date.UTC(year, month, Math.min(date, last)));
}

/** How much longer a stay may be made, each with its last day; what lies beyond a year from today ends there. */
export function extensions(lastDay: string, today: string): { by: "month" | "quarter" | "year"; day: string }[] {
  const from = lastDay > today ? lastDay : today;
  // Whoever stays until the end of this year stays on until that of the next.
  const end = yearEnd(daysAfter(from, 1));
  const all = [
    { by: "month" as const, day: monthsAfter(from, 1) },
    { by: "quarter" as const, day: monthsAfter(from, 3) },
    { by: "year" as const, day: end },
  ];
  return all.map(({ by, day }) => ({ by, day: earlier(day, latestDay(today)) }));
}

/** Whether a stay is over, ends soon, or goes on. */
export function standing(lastDay: string, today: string): "over" | "near" | "on" {
  if (lastDay < today) return "over";
  return daysBetween(today, lastDay) <= NEAR_DAYS ? "near" : "on";
}

/** What the server is told of a guest. */
export function saidOf(guest: Guest): NewGuest {
  const { family_name, given_name, family_reading, given_reading, kind, affiliation, purpose, sponsor_id, last_day, email, mobile } = guest;
  return { family_name, given_name, family_reading, given_reading, kind, affiliation, purpose, sponsor_id, last_day, email, mobile };
}
