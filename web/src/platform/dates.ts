import { languageStore } from "./texts.ts";

export type DateStyle = "era" | "iso";

// Local governments of Japan live in one zone; a laptop set to another must still show the office's time. That zone has stood still
// at nine hours since 1951, and adding them is many times quicker than asking the browser, which a list of thousands feels.
const ZONE_MS = 9 * 60 * 60 * 1000;
const WEEKDAYS = { ja: ["日", "月", "火", "水", "木", "金", "土"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { timeZone: "UTC", era: "long", year: "numeric" });
const shortEra = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { timeZone: "UTC", era: "narrow", year: "numeric" });

let style: DateStyle = "era";

/** Follows the person's setting. */
export function chooseDateStyle(next: DateStyle): void {
  style = next;
}

/** What a clock in the office showed, as if it were in Greenwich. */
function officeClock(instant: string | number | Date): string {
  return new Date(new Date(instant).getTime() + ZONE_MS).toISOString();
}

/** The day of an instant in the office's zone, `YYYY-MM-DD`. */
export function dayOf(instant: string | number | Date): string {
  return officeClock(instant).slice(0, 10);
}

/** "14:05" */
export function timeText(instant: string | number | Date): string {
  return officeClock(instant).slice(11, 16);
}

const MOST_YEARS = 2000;
const years = new Map<string, string>();

/** The year of a day in its era; every row of a list asks, mostly for the same few days. */
function yearText(day: string): string {
  return known(day, () => `${yearIn(era, day)}年`);
}

/** R8.11.21, as offices write it where there is no room for more. */
function shortDayText(day: string): string {
  return known(`short ${day}`, () => `${yearIn(shortEra, day)}.${Number(day.slice(5, 7))}.${Number(day.slice(8))}`);
}

function known(what: string, work: () => string): string {
  const before = years.get(what);
  if (before !== undefined) return before;
  const text = work();
  if (years.size >= MOST_YEARS) years.clear();
  years.set(what, text);
  return text;
}

function yearIn(format: Intl.DateTimeFormat, day: string): string {
  const parts = format.formatToParts(new Date(`${day}T00:00:00Z`));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("era")}${of("year")}`;
}

/** 令和8年11月21日(土), or 2026-11-21(土). `day` is `YYYY-MM-DD`. */
export function dayText(day: string, weekday = true, as: DateStyle = style): string {
  const language = languageStore.get();
  const date = new Date(`${day}T00:00:00Z`);
  const [year = "", month = "", dayOfMonth = ""] = day.split("-");
  const name = WEEKDAYS[language][date.getUTCDay()] ?? "";
  if (as === "iso") return weekday ? `${day}${language === "ja" ? `(${name})` : ` (${name})`}` : day;
  if (language === "en") return `${weekday ? `${name}, ` : ""}${Number(dayOfMonth)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
  return `${yearText(day)}${Number(month)}月${Number(dayOfMonth)}日${weekday ? `(${name})` : ""}`;
}

/** Day and time in full. */
export function momentText(instant: string | number | Date): string {
  return `${dayText(dayOf(instant))} ${timeText(instant)}`;
}

/** For lists: the time today, 昨日, the day within this year, else the whole date as short as it goes. */
export function shortText(instant: string | number | Date, now: number = Date.now()): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return timeText(instant);
  const english = languageStore.get() === "en";
  if (day === dayOf(now - 86_400_000)) return english ? "Yesterday" : "昨日";
  if (day.slice(0, 4) !== dayOf(now).slice(0, 4)) return english || style === "iso" ? dayText(day, false) : shortDayText(day);
  const month = Number(day.slice(5, 7));
  const dayOfMonth = Number(day.slice(8));
  if (style === "iso") return day.slice(5);
  return english ? `${dayOfMonth} ${MONTHS[month - 1] ?? ""}` : `${month}月${dayOfMonth}日`;
}

/** A moment that is near: the time alone today, else the day with it. */
export function soonText(instant: string, now: number = Date.now()): string {
  return dayOf(instant) === dayOf(now) ? timeText(instant) : `${shortText(instant, now)} ${timeText(instant)}`;
}

/** Heading of a day in a timeline: 今日 and 昨日 go before the date. */
export function dayHeading(day: string, now: number = Date.now()): string {
  const english = languageStore.get() === "en";
  if (day === dayOf(now)) return `${english ? "Today" : "今日"} ${dayText(day)}`;
  if (day === dayOf(now - 86_400_000)) return `${english ? "Yesterday" : "昨日"} ${dayText(day)}`;
  return dayText(day);
}
