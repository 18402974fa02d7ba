import { describe, expect, test } from "vitest";
import { daysBetween, extensions, latestDay, monthsAfter, standing, yearEnd } from "./days.ts";

describe("the last day of a guest", () => {
  test("a year of offices ends in March", () => {
    expect(["2026-03-31", "2026-04-01", "2026-12-31", "2027-01-01"].map(yearEnd)).toEqual(["2026-03-31", "2027-03-31", "2027-03-31", "2027-03-31"]);
  });

  test("months are added by the calendar, and a day that a month does not have is its last", () => {
    expect(monthsAfter("2026-11-29", 1)).toBe("2026-12-29");
    expect(monthsAfter("2026-11-30", 3)).toBe("2027-02-28");
    expect(monthsAfter("2026-12-31", 1)).toBe("2027-01-31");
  });

  test("a stay grows from its own last day, or from today when it is over", () => {
    expect(extensions("2026-12-10", "2026-11-29")).toEqual([
      { by: "month", day: "2027-01-10" },
      { by: "quarter", day: "2027-03-10" },
      { by: "year", day: "2027-03-31" },
    ]);
    expect(extensions("2026-01-10", "2026-11-29")[0]).toEqual({ by: "month", day: "2026-12-29" });
  });

  test("whoever stays until the end of March stays on until that of the next year, but never more than a year from today", () => {
    expect(extensions("2027-03-31", "2027-03-20")[2]).toEqual({ by: "year", day: "2028-03-20" });
    expect(extensions("2027-03-31", "2027-03-31")[2]).toEqual({ by: "year", day: "2028-03-31" });
    expect(latestDay("2026-11-29")).toBe("2027-11-30");
  });

  test("it is near when five days or fewer are left, and over from the day after", () => {
    expect(["2026-11-28", "2026-11-29", "2026-12-04", "2026-12-05"].map((day) => standing(day, "2026-11-29"))).toEqual(["over", "near", "near", "on"]);
    expect(daysBetween("2026-11-29", "2026-12-04")).toBe(5);
  });
});
