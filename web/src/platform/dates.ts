import { languageStore } from "./texts.ts";

export type DateStyle = "era" | "iso";

// Local governments of Japan live in one zone; a laptop set to another must still show the office's time.
const ZONE = "Asia/Tokyo";
const WEEKDAYS = { ja: ["日", "月", "火", "水", "木", "金", "土"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const civil = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { timeZone: "UTC", era: "long", year: "numeric" });

let style: DateStyle = "era";

/** Follows the person's setting. */
export function chooseDateStyle(next: DateStyle): void {
  style = next;
}

/** The day of an instant in the office's zone, `YYYY-MM-DD`. */
export function dayOf(instant: string | number | Date): string {
  return civil.format(new Date(instant));
}

/** "14:05" */
export function timeText(instant: string | number | Date): string {
  return clock.format(new Date(instant));
}

function yearText(day: string): string {
  const parts = era.formatToParts(new Date(`${day}T00:00:00Z`));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("era")}${of("year")}年`;
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

/** For lists: the time today, 昨日, the day within this year, else the whole date. */
export function shortText(instant: string | number | Date, now: number = Date.now()): string {
  const day = dayOf(instant);
  if (day === dayOf(now)) return timeText(instant);
  const english = languageStore.get() === "en";
  if (day === dayOf(now - 86_400_000)) return english ? "Yesterday" : "昨日";
  if (day.slice(0, 4) !== dayOf(now).slice(0, 4)) return dayText(day, false);
  const month = Number(day.slice(5, 7));
  const dayOfMonth = Number(day.slice(8));
  if (style === "iso") return day.slice(5);
  return english ? `${dayOfMonth} ${MONTHS[month - 1] ?? ""}` : `${month}月${dayOfMonth}日`;
}

/** Heading of a day in a timeline: 今日 and 昨日 go before the date. */
export function dayHeading(day: string, now: number = Date.now()): string {
  const english = languageStore.get() === "en";
  if (day === dayOf(now)) return `${english ? "Today" : "今日"} ${dayText(day)}`;
  if (day === dayOf(now - 86_400_000)) return `${english ? "Yesterday" : "昨日"} ${dayText(day)}`;
  return dayText(day);
}
