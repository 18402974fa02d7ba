import { dayText } from "../../platform/dates.ts";

// Eras by the ways in which they are written before a year, with their first days. What an era ended with need not be known: papers of
// before it count on in it, and 平成32年3月31日 is still a day.
const ERAS = [
  { ways: ["令和", "令", "r"], first: "2019-05-01" },
  { ways: ["平成", "平", "h"], first: "1989-01-08" },
  { ways: ["昭和", "昭", "s"], first: "1926-12-25" },
  { ways: ["大正", "大", "t"], first: "1912-07-30" },
  { ways: ["明治", "明", "m"], first: "1868-10-23" },
] as const;

/** A year without its era is one of the present era when it is about now: 8/4/1 is 令和8年, 26/4/1 may be 2026 as well. */
const NEAR_YEARS = 10;

const NAMED: Record<string, number> = { 今日: 0, 本日: 0, きょう: 0, today: 0, 明日: 1, あした: 1, あす: 1, tomorrow: 1, 明後日: 2, あさって: 2, 昨日: -1, きのう: -1, yesterday: -1 };

export type Fault = "unknown" | "no_such_day" | "unclear_year" | "before_era";

export interface Bounds {
  today: string;
  min?: string;
  max?: string;
  /** 4/1 is the last such day there was, not the next there is: for fields about what has been. */
  past?: boolean;
}

export type Read = { day: string; time: string | null } | { fault: Fault };

/** A day some days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The day with these numbers, if there is one. */
export function dayWith(year: number, month: number, day: number): string | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const two = (number: number) => String(number).padStart(2, "0");
  const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/** What was typed as it is read: narrow, with the signs that an input method makes of . / and -. */
function narrow(typed: string): string {
  return typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐‑–—―−ー]/g, "-")
    .replace(/。/g, ".")
    .replace(/・/g, "/")
    .trim();
}

/** The hour behind a day, and what stands before it. */
function splitTime(text: string): { rest: string; time: string | null } | null {
  const found = /^(.*?)(?:t|\s+|(?<=[日)]))(午前|午後)?(\d{1,2})(?::(\d{2})(?::00)?|時(?:(半)|(\d{1,2})分)?)$/.exec(text);
  if (!found) return { rest: text, time: null };
  const [, rest = "", half, hours, minutes, middle, spoken] = found;
  const hour = Number(hours) + (half === "午後" && Number(hours) < 12 ? 12 : 0);
  const minute = middle ? 30 : Number(minutes ?? spoken ?? 0);
  if (hour > 23 || minute > 59) return null;
  return { rest: rest.trim(), time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}` };
}

function found(day: string | null): { day: string } | { fault: Fault } {
  return day === null ? { fault: "no_such_day" } : { day };
}

/** The day of this name that is meant: within the bounds if one is, the next one, or the last one where the field looks back. */
function inSomeYear(month: number, of: number, { today, min, max, past = false }: Bounds): string | null {
  const year = Number(today.slice(0, 4));
  const all = Array.from({ length: 19 }, (_, place) => dayWith(year - 9 + place, month, of)).filter((day) => day !== null);
  const next = (days: string[]) => days.find((day) => day >= today) ?? days.at(-1);
  const last = (days: string[]) => days.findLast((day) => day <= today) ?? days[0];
  const choose = past ? last : next;
  const allowed = all.filter((day) => (!min || day >= min) && (!max || day <= max));
  return choose(allowed) ?? choose(all) ?? null;
}

function readDay(text: string, bounds: Bounds): { day: string } | { fault: Fault } {
  const named = NAMED[text];
  if (named !== undefined) return { day: plusDays(bounds.today, named) };
  const era = ERAS.flatMap(({ ways, first }) => ways.map((way) => ({ way, first }))).find(({ way }) => text.startsWith(way));
  const numbers = (era ? text.slice(era.way.length) : text).replace(/\((?:[日月火水木金土](?:曜日?)?|祝|sun|mon|tue|wed|thu|fri|sat)\)$/, "").trim();
  const tight = numbers.replace(/\s+/g, "");
  if (era) {
    const parts = /^(元|\d{1,2})(?:年(\d{1,2})月(\d{1,2})日?|[-./](\d{1,2})[-./](\d{1,2}))$/.exec(tight) ?? /^(\d{2})()()(\d{2})(\d{2})$/.exec(tight);
    if (!parts) return { fault: "unknown" };
    const number = parts[1] === "元" ? 1 : Number(parts[1]);
    const day = number < 1 ? null : dayWith(Number(era.first.slice(0, 4)) + number - 1, Number(parts[2] || parts[4]), Number(parts[3] || parts[5]));
    return day !== null && day < era.first ? { fault: "before_era" } : found(day);
  }
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(tight);
  if (packed) return found(dayWith(Number(packed[1]), Number(packed[2]), Number(packed[3])));
  const whole = /^(\d{1,4})(?:年(\d{1,2})月(\d{1,2})日?|[-./](\d{1,2})[-./](\d{1,2}))$/.exec(tight);
  if (whole) {
    const [, year = "", month, of, month2, of2] = whole;
    if (year.length === 3) return { fault: "unknown" };
    if (year.length === 4) return found(dayWith(Number(year), Number(month ?? month2), Number(of ?? of2)));
    const meant = Number(ERAS[0].first.slice(0, 4)) + Number(year) - 1;
    if (Number(year) < 1 || Math.abs(meant - Number(bounds.today.slice(0, 4))) > NEAR_YEARS) return { fault: "unclear_year" };
    const day = dayWith(meant, Number(month ?? month2), Number(of ?? of2));
    return day !== null && day < ERAS[0].first ? { fault: "before_era" } : found(day);
  }
  const short = /^(\d{1,2})(?:月(\d{1,2})日?|[-./](\d{1,2}))$/.exec(tight);
  if (short) return found(inSomeYear(Number(short[1]), Number(short[2] ?? short[3]), bounds));
  return { fault: "unknown" };
}

/** What somebody means who typed a day, perhaps with an hour behind it. Nothing typed is nothing. */
export function read(typed: string, bounds: Bounds): Read | null {
  const text = narrow(typed);
  if (text === "") return null;
  const parted = splitTime(text);
  if (!parted) return { fault: "unknown" };
  const day = readDay(parted.rest, bounds);
  return "fault" in day ? day : { day: day.day, time: parted.time };
}

/** A day as it stands in a field: R8.4.1 where the person reads eras, else 2026-04-01. */
export function fieldText(day: string, inEras: boolean): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return "";
  const era = inEras ? ERAS.find(({ first }) => day >= first) : undefined;
  if (!era) return day;
  return `${era.ways[2].toUpperCase()}${Number(day.slice(0, 4)) - Number(era.first.slice(0, 4)) + 1}.${Number(day.slice(5, 7))}.${Number(day.slice(8))}`;
}

/** Whether the person reads days by their eras: a day in words says so. */
export const readsEras = (): boolean => !/\d{4}/.test(dayText("2026-04-01", false));
