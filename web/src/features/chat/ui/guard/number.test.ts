import { expect, test } from "vitest";
import cases from "./number.cases.json";
import { holdsPersonalNumber } from "./number.ts";

// The server is tried with the same (features/chat/src/model/number.rs).
test.each(cases.held)("%j holds a personal number", (text) => {
  expect(holdsPersonalNumber(text)).toBe(true);
});

test.each(cases.none)("%j holds none", (text) => {
  expect(holdsPersonalNumber(text)).toBe(false);
});
