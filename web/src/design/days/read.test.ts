import { afterEach, expect, test } from "vitest";
import { chooseDateStyle } from "../../platform/dates.ts";
import { isClosingDay } from "./closing.ts";
import { dayByKey, weeksOf } from "./month.ts";
import { fieldText, read, readsEras, type Bounds } from "./read.ts";

afterEach(() => chooseDateStyle("era"));

const TODAY: Bounds = { today: "2026-11-30" };

/** The day, with its hour if one was said, or what is wrong. */
function said(typed: string, bounds: Bounds = TODAY): string | null {
  const found = read(typed, bounds);
  if (found === null) return null;
  return "fault" in found ? found.fault : [found.day, found.time].filter(Boolean).join(" ");
}

test.each(["R8.4.1", "r8.4.1", "令和8年4月1日", "令8.4.1", "㋿8年4月1日", "R8/4/1", "R08-04-01", "R080401", "8/4/1", "8.4.1", "08-04-01", "2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "20260401", "Ｒ８．４．１", "２０２６／４／１", "令和８年４月１日", "８。４。１", "8・4・1", "令和 8年 4月 1日", "R8.4.1(水)", "令和8年4月1日(水曜日)", " 2026-04-01 "])("%s is 1 April 2026", (typed) => {
  expect(said(typed)).toBe("2026-04-01");
});

test("eras begin on their days, and papers from before an end count on", () => {
  expect(said("平成31年4月30日")).toBe("2019-04-30");
  expect(said("令和元年5月1日")).toBe("2019-05-01");
  expect(said("R1.5.1")).toBe("2019-05-01");
  expect(said("昭和64年1月7日")).toBe("1989-01-07");
  expect(said("平成元年1月8日")).toBe("1989-01-08");
  expect(said("T15.12.24")).toBe("1926-12-24");
  expect(said("明治45年7月29日")).toBe("1912-07-29");
  expect(said("平成32年3月31日")).toBe("2020-03-31");
  expect(said("令和元年4月30日")).toBe("before_era");
  expect(said("H1.1.7")).toBe("before_era");
});

test("days that do not exist are none", () => {
  for (const typed of ["R8.2.29", "2026-02-30", "R8.13.1", "4/31", "20261301", "R0.4.1", "2026-04-00"]) expect(said(typed), typed).toBe("no_such_day");
  expect(said("R10.2.29")).toBe("2028-02-29");
});

test("a year that may be of the era or of ours is asked for", () => {
  for (const typed of ["26/4/1", "30.4.1", "0/4/1", "99-12-31"]) expect(said(typed), typed).toBe("unclear_year");
  expect(said("18/4/1")).toBe("2036-04-01");
});

test("what is no day is told apart from nothing", () => {
  for (const typed of ["あした会議", "R8", "R8.4", "2026", "2026-4", "202-4-1", "R8.4.1.1", "abc", "8"]) expect(said(typed), typed).toBe("unknown");
  expect(said("")).toBeNull();
  expect(said("　 ")).toBeNull();
});

test("a day without a year is the next one, or what the field allows", () => {
  expect(said("4/1")).toBe("2027-04-01");
  expect(said("4月1日")).toBe("2027-04-01");
  expect(said("11/30")).toBe("2026-11-30");
  expect(said("2/29")).toBe("2028-02-29");
  expect(said("4/1", { ...TODAY, max: "2026-11-30" })).toBe("2026-04-01");
  expect(said("4/1", { ...TODAY, min: "2028-01-01" })).toBe("2028-04-01");
  expect(said("4/1", { ...TODAY, past: true })).toBe("2026-04-01");
  expect(said("12/1", { ...TODAY, past: true })).toBe("2025-12-01");
});

test("near days have names", () => {
  expect(said("今日")).toBe("2026-11-30");
  expect(said("明日")).toBe("2026-12-01");
  expect(said("あさって")).toBe("2026-12-02");
  expect(said("昨日")).toBe("2026-11-29");
  expect(said("Tomorrow")).toBe("2026-12-01");
});

test("an hour may stand behind the day", () => {
  expect(said("2026-05-01T09:30")).toBe("2026-05-01 09:30");
  expect(said("R8.5.1 9:30")).toBe("2026-05-01 09:30");
  expect(said("明日 10時")).toBe("2026-12-01 10:00");
  expect(said("令和8年5月1日午後3時半")).toBe("2026-05-01 15:30");
  expect(said("５／１　１０時１５分")).toBe("2027-05-01 10:15");
  expect(said("R8.5.1 25:00")).toBe("unknown");
});

test("a field shows a day as the person reads it", () => {
  expect(readsEras()).toBe(true);
  expect(fieldText("2026-04-01", true)).toBe("R8.4.1");
  expect(fieldText("2019-04-30", true)).toBe("H31.4.30");
  expect(fieldText("1989-01-07", true)).toBe("S64.1.7");
  expect(fieldText("1860-01-01", true)).toBe("1860-01-01");
  expect(fieldText("2026-04-01", false)).toBe("2026-04-01");
  expect(fieldText("", true)).toBe("");
  chooseDateStyle("iso");
  expect(readsEras()).toBe(false);
});

test("offices are closed on the days that the server knows", () => {
  for (const day of ["2025-02-24", "2025-05-06", "2026-01-12", "2026-03-20", "2026-05-06", "2026-09-21", "2026-09-22", "2026-09-23", "2026-10-12", "2026-12-29", "2027-01-01", "2027-03-22", "2026-04-04", "2026-04-05"]) expect(isClosingDay(day), day).toBe(true);
  for (const day of ["2026-04-01", "2026-12-28", "2027-01-04", "2026-09-24", "2025-05-07"]) expect(isClosingDay(day), day).toBe(false);
});

test("a month is drawn in weeks from Sunday", () => {
  const weeks = weeksOf(2026, 4);
  expect(weeks).toHaveLength(5);
  expect(weeks[0]).toEqual([null, null, null, "2026-04-01", "2026-04-02", "2026-04-03", "2026-04-04"]);
  expect(weeks.at(-1)?.at(-1)).toBeNull();
});

test("keys lead through the days of the calendar, and months that are shorter end earlier", () => {
  const led = (day: string, key: string, shift = false) => dayByKey(day, key, shift);
  expect(led("2026-04-01", "ArrowLeft")).toBe("2026-03-31");
  expect(led("2026-04-01", "ArrowDown")).toBe("2026-04-08");
  expect([led("2026-04-01", "Home"), led("2026-04-01", "End")]).toEqual(["2026-03-29", "2026-04-04"]);
  expect(led("2026-03-31", "PageDown")).toBe("2026-04-30");
  expect(led("2026-03-31", "PageUp")).toBe("2026-02-28");
  expect(led("2028-02-29", "PageDown", true)).toBe("2029-02-28");
  expect(led("2026-01-15", "PageUp")).toBe("2025-12-15");
  expect(led("2026-04-01", "a")).toBeNull();
});
