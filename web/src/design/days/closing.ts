import { plusDays } from "./read.ts";

// The server's rule (kernel: is_open_day), by 地方自治法 第4条の2 and 国民の祝日に関する法律 as they stand.

const FIXED = new Set(["01-01", "02-11", "02-23", "04-29", "05-03", "05-04", "05-05", "08-11", "11-03", "11-23"]);
const MONDAYS: Record<string, number> = { "01": 2, "07": 3, "09": 3, "10": 2 };

const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The formula of the National Astronomical Observatory's table, right from 1980 to 2099. */
function equinox(year: number, at1980: number): number {
  const years = year - 1980;
  return Math.floor(at1980 + 0.242194 * years - Math.floor(years / 4));
}

function isNamed(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const month = day.slice(5, 7);
  const of = Number(day.slice(8));
  if (FIXED.has(day.slice(5))) return true;
  if (weekdayOf(day) === 1 && MONDAYS[month] === Math.floor((of - 1) / 7) + 1) return true;
  return (month === "03" && of === equinox(year, 20.8431)) || (month === "09" && of === equinox(year, 23.2488));
}

function isHoliday(day: string): boolean {
  if (isNamed(day)) return true;
  // A holiday on Sunday moves to the next day that is none.
  for (let before = plusDays(day, -1); isNamed(before); before = plusDays(before, -1)) {
    if (weekdayOf(before) === 0) return true;
  }
  // A single day between two holidays is one as well.
  return isNamed(plusDays(day, -1)) && isNamed(plusDays(day, 1));
}

/** 閉庁日: whether offices are closed by law on a day. */
export function isClosingDay(day: string): boolean {
  const weekday = weekdayOf(day);
  const ofYear = day.slice(5);
  return weekday === 0 || weekday === 6 || ofYear >= "12-29" || ofYear <= "01-03" || isHoliday(day);
}
