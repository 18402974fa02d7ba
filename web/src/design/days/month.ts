import { dayWith, plusDays } from "./read.ts";

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The days of a month in weeks from Sunday to Saturday; null where another month's would be. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = dayWith(year, month, 1);
  if (first === null) return [];
  const days: (string | null)[] = Array.from({ length: weekdayOf(first) }, () => null);
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = plusDays(day, 1)) days.push(day);
  while (days.length % 7 !== 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

/** The same day some months later, or the last one of a month that is shorter. */
export function plusMonths(day: string, months: number): string {
  const place = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const year = Math.floor(place / 12);
  const month = (place % 12) + 1;
  const of = Number(day.slice(8));
  return dayWith(year, month, of) ?? dayWith(year, month, of - 1) ?? dayWith(year, month, of - 2) ?? dayWith(year, month, 28) ?? day;
}

/** Where a key leads from a day; null when it leads nowhere. */
export function dayByKey(day: string, key: string, shift: boolean): string | null {
  const days: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekdayOf(day), End: 6 - weekdayOf(day) };
  const months: Record<string, number> = { PageUp: shift ? -12 : -1, PageDown: shift ? 12 : 1 };
  if (days[key] !== undefined) return plusDays(day, days[key]);
  return months[key] === undefined ? null : plusMonths(day, months[key]);
}
