import { expect, test } from "vitest";
import { choicesOf, instantOf, localOf } from "./words.ts";

const times = { rest: "after_hours" as const, rest_until: "2026-04-01T23:30:00Z", in_an_hour: "2026-04-01T12:00:00Z", tomorrow: "2026-04-01T23:30:00Z", next_open: "2026-04-01T23:30:00Z" };

test("each moment is offered once, the other's return to work first", () => {
  expect(choicesOf(times).map(({ at }) => at)).toEqual(["2026-04-01T23:30:00Z", "2026-04-01T12:00:00Z"]);
});

test("a field for date and time says the instant that was put into it", () => {
  expect(instantOf(localOf("2026-04-01T23:30:00Z"))).toBe("2026-04-01T23:30:00.000Z");
  expect(instantOf("")).toBeNull();
});
