import { expect, test } from "vitest";
import { MOST_OF_ALL, placeFor, type Entry } from "./kept.ts";

const DAY = 86_400_000;
const NOW = 100 * DAY;
const entry = (id: string, size: number, daysAgo: number): Entry => ({ id, size, at: NOW - daysAgo * DAY });

test("as long as there is place nothing goes", () => {
  expect(placeFor(10, [], NOW)).toEqual([]);
  expect(placeFor(MOST_OF_ALL / 2, [entry("a", MOST_OF_ALL / 2, 9)], NOW)).toEqual([]);
});

test("what was unused for longest makes place, and no more goes than has to", () => {
  const third = MOST_OF_ALL / 4;
  const kept = [entry("b", third, 2), entry("a", third, 9), entry("c", third, 1), entry("d", third, 3)];
  expect(placeFor(third, kept, NOW)).toEqual(["a"]);
  expect(placeFor(third + 1, kept, NOW)).toEqual(["a", "d"]);
});

test("what today's meeting has put there stays, and the next is told that it does not fit", () => {
  const half = MOST_OF_ALL / 2;
  expect(placeFor(half, [entry("a", half, 0), entry("b", half, 0)], NOW)).toBeNull();
  expect(placeFor(half, [entry("a", half, 0), entry("b", half, 2)], NOW)).toEqual(["b"]);
  expect(placeFor(half + 1, [entry("a", half, 0), entry("b", half, 2)], NOW)).toBeNull();
});
