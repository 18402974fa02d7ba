import { expect, test } from "vitest";
import { untilOptions } from "./place.ts";

const values = (instant: string) => untilOptions(Date.parse(instant)).map((option) => option.value);

test("in the morning noon is offered, in the evening no longer", () => {
  expect(values("2026-11-20T00:00:00Z")).toEqual(["noon", "evening", "tomorrow", "always"]);
  expect(values("2026-11-20T05:00:00Z")).toEqual(["evening", "tomorrow", "always"]);
  expect(values("2026-11-20T09:00:00Z")).toEqual(["tomorrow", "always"]);
});

test("tomorrow begins at the office's half past eight", () => {
  expect(untilOptions(Date.parse("2026-11-20T09:00:00Z"))[0]?.instant).toBe("2026-11-20T23:30:00.000Z");
});
