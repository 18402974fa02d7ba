import { expect, test } from "vitest";
import { codeOf, prefixOf, within } from "./place.ts";

test("an organisation's code is read off the beginning of its addresses", () => {
  expect(codeOf("/o/council/rooms/a")).toBe("council");
  expect(codeOf("/o/fire-corps-2/")).toBe("fire-corps-2");
  expect(codeOf("/o/council")).toBe("council");
});

test("whatever is no code belongs to home", () => {
  for (const path of ["/", "/rooms/o/council", "/o/", "/o/a", "/o/Council/", "/o/2nd/", "/o/with_line/", `/o/${"a".repeat(32)}/`, "/organisations/council"]) expect(codeOf(path), path).toBeNull();
});

test("a path inside the client is the same in every organisation", () => {
  expect(within("/o/council/rooms/a")).toBe("/rooms/a");
  expect(within("/rooms/a")).toBe("/rooms/a");
  expect(within("/o/council/")).toBe("/");
  expect(within("/o/council")).toBe("/");
});

test("what is taken off an address gives it back when it is put before the rest", () => {
  for (const path of ["/", "/rooms/a", "/o/council/", "/o/council/rooms/a?at=3"]) expect(prefixOf(codeOf(path)) + within(path)).toBe(path);
});
