import { afterEach, expect, test } from "vitest";
import { chooseDateStyle, dayHeading, dayOf, dayText, shortText, timeText } from "./dates.ts";

afterEach(() => chooseDateStyle("era"));

test("a day reads in the era of its time", () => {
  expect(dayText("2026-11-21")).toBe("令和8年11月21日(土)");
  expect(dayText("2019-04-30")).toBe("平成31年4月30日(火)");
  expect(dayText("2019-05-01")).toBe("令和元年5月1日(水)");
  expect(dayText("1989-01-07")).toBe("昭和64年1月7日(土)");
});

test("a day reads as ISO for those who chose it", () => {
  expect(dayText("2026-11-21", true, "iso")).toBe("2026-11-21(土)");
  expect(dayText("2026-11-21", false, "iso")).toBe("2026-11-21");
});

test("an instant belongs to the office's day, whatever the machine's zone", () => {
  expect(dayOf("2026-11-20T15:00:00Z")).toBe("2026-11-21");
  expect(timeText("2026-11-20T15:05:00Z")).toBe("00:05");
});

test("a list shows the time today, then 昨日, then the day, then the year", () => {
  const now = Date.parse("2026-11-21T03:00:00Z");
  expect(shortText("2026-11-21T02:05:00Z", now)).toBe("11:05");
  expect(shortText("2026-11-20T02:05:00Z", now)).toBe("昨日");
  expect(shortText("2026-04-01T02:05:00Z", now)).toBe("4月1日");
  expect(shortText("2025-04-01T02:05:00Z", now)).toBe("R7.4.1");
  expect(shortText("2016-07-28T02:05:00Z", now)).toBe("H28.7.28");
  chooseDateStyle("iso");
  expect(shortText("2026-04-01T02:05:00Z", now)).toBe("04-01");
});

test("the heading of a day says 今日 before the date", () => {
  const now = Date.parse("2026-11-21T03:00:00Z");
  expect(dayHeading("2026-11-21", now)).toBe("今日 令和8年11月21日(土)");
  expect(dayHeading("2026-11-20", now)).toBe("昨日 令和8年11月20日(金)");
});
