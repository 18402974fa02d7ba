import { expect, test } from "vitest";
import { comesNearEnd, dotsFor, GAP_PX, indexAt, laidAround, MOST_LAID, placeHeight, scaleOf, topsOf, typedPage, wholeZoom } from "./pages.ts";

const A4 = { width: 595, height: 842 };

test("of ten thousand pages a thousand are laid, around the one that is looked at", () => {
  expect(laidAround(1, 10_000)).toEqual({ first: 1, end: 1001 });
  expect(laidAround(5000, 10_000)).toEqual({ first: 4500, end: 5500 });
  expect(laidAround(9999, 10_000)).toEqual({ first: 9001, end: 10_001 });
  expect(laidAround(3, 7)).toEqual({ first: 1, end: 8 });
  for (let page = 1; page <= 10_000; page += 37) {
    const laid = laidAround(page, 10_000);
    expect(laid.end - laid.first).toBe(MOST_LAID);
    expect(page >= laid.first && page < laid.end).toBe(true);
    // What was just laid is not laid anew.
    expect(comesNearEnd(page, laid, 10_000)).toBe(false);
  }
});

test("others are laid before the last of those that are comes into view", () => {
  const laid = laidAround(5000, 10_000);
  expect(comesNearEnd(4599, laid, 10_000)).toBe(true);
  expect(comesNearEnd(5400, laid, 10_000)).toBe(true);
  expect(comesNearEnd(5000, laid, 10_000)).toBe(false);
  expect(comesNearEnd(7, laidAround(1, 7), 7)).toBe(false);
});

test("a page fits the width of its place, upright or across, and grows from there", () => {
  const place = 390;
  for (const size of [A4, { width: 842, height: 595 }]) expect(size.width * scaleOf(size, place, 1)).toBeCloseTo(place - 2 * GAP_PX);
  expect(scaleOf(A4, 3000, 1)).toBe(1.5);
  expect(scaleOf(A4, 3000, 2)).toBe(3);
});

test("pages of next to nothing and of no end have a place that a screen can bear", () => {
  expect(placeHeight({ width: 1, height: 1 }, 1000, 1)).toBe(40);
  expect(placeHeight({ width: 1, height: 1e7 }, 1000, 5)).toBe(20_000);
  const huge = { width: 14_400, height: 14_400 };
  expect(huge.width * dotsFor(huge, 2)).toBeLessThanOrEqual(8192);
  expect(dotsFor({ width: 800, height: 1100 }, 2)).toBe(2);
});

test("all of a page fits a low place, and is not made larger for a high one", () => {
  const low = { width: 1200, height: 600 };
  expect(A4.height * scaleOf(A4, low.width, wholeZoom(A4, low))).toBeCloseTo(low.height - 2 * GAP_PX);
  expect(wholeZoom(A4, { width: 390, height: 5000 })).toBe(1);
  expect(wholeZoom(A4, { width: 390, height: 0 })).toBeGreaterThan(0);
});

test("the page at a height is found among those that lie below each other", () => {
  const tops = topsOf([100, 200, 300]);
  expect(tops).toEqual([12, 124, 336, 648]);
  expect([0, 12, 123, 124, 335, 336, 5000].map((height) => indexAt(tops, height))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  expect(indexAt(topsOf([]), 10)).toBe(0);
});

test("a page is typed in digits of any width", () => {
  expect(typedPage("９９９９", 10_000)).toBe(9999);
  expect(typedPage(" 12 ", 12)).toBe(12);
  for (const none of ["", "0", "13", "-1", "1.5", "第3", "99999999999"]) expect(typedPage(none, 12)).toBeNull();
});
