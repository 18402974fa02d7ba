import { expect, test } from "vitest";
import { idleAfter, touchAfter } from "./idle.ts";

test("a device locks after its seconds without a touch, and after a clock that went back", () => {
  expect(idleAfter(1000, 30_999, 30)).toBe(false);
  expect(idleAfter(1000, 31_000, 30)).toBe(true);
  expect(idleAfter(1000, 999, 30)).toBe(true);
});

test("the server is told of whoever only reads, four times as often as it would forget them", () => {
  expect(touchAfter(5000, 0, 7499, 30)).toBe(false);
  expect(touchAfter(5000, 0, 7500, 30)).toBe(true);
  // Nobody touched anything since.
  expect(touchAfter(5000, 6000, 60_000, 30)).toBe(false);
});
