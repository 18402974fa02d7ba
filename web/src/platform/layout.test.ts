import { expect, test } from "vitest";
import { layoutFor } from "./layout.ts";

test("a wide screen has room for the pane, a phone for one column", () => {
  expect(layoutFor(1366, 100)).toBe("wide");
  expect(layoutFor(1024, 100)).toBe("narrow");
  expect(layoutFor(390, 100)).toBe("phone");
});

test("text of twice the size turns a small desktop into one column", () => {
  expect(layoutFor(1366, 200)).toBe("phone");
});
