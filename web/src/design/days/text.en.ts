import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.ts";

export const en: Translation<Texts> = {
  calendar: "Choose from a calendar",
  pickDay: "Choose a day",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  today: "Today",
  time: "Time",
  timeMissing: "Please enter a time.",
  closed: "offices closed",
  closedMark: "×",
  closedLegend: "× = offices closed",
  keys: "Arrow keys for days, PageUp and PageDown for months, Enter to choose",
  unknown: "This cannot be read as a day. Please write it like 2026-04-01, R8.4.1 or 4/1 (month/day).",
  no_such_day: "There is no such day. Please check year, month and day.",
  unclear_year: "The year may be one of Reiwa or of our calendar. Please write it like R8.4.1 or 2026.4.1.",
  before_era: "That era had not begun on this day. Please check year, month and day.",
  tooEarly: (day) => `Please choose a day from ${day} on.`,
  tooLate: (day) => `Please choose a day up to ${day}.`,
};
