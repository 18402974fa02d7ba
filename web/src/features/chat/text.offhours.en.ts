import type { Translation } from "../../platform/texts.ts";
import type { OffHoursTexts } from "./text.offhours.ts";

export const en: Translation<OffHoursTexts> = {
  title: "Sent out of hours",
  hint: "How many messages were sent on days when offices are closed, or before 8:30 or from 17:15 on when they are open. They count for the unit of the main post at that time; who sent them is not kept. Hours of shifts are not told apart. Shown are the twelve months before this one.",
  few: "Teams count with their section, and units of fewer than five people with the unit above, in steps of five. What is still fewer than five is not shown.",
  measure: "What is counted",
  said: "Messages sent",
  called: "Of these, calling people",
  calledHint: "Messages that call people name somebody, a unit or everyone, or are direct.",
  unit: "Unit",
  above: "Part of",
  rest: "Other small units",
  sum: "Sum",
  total: "Total",
  year: (year) => year,
  month: (month) => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1] ?? String(month),
  column: (month, measure) => `${month} ${measure}`,
  print: "Print",
  printed: (who, when) => `Printed by ${who}, ${when}`,
  empty: "There is no unit to show.",
  emptyHint: "Units of five people or more that you look after appear here.",
};
