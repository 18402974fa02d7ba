import { expect, test } from "vitest";
import { firstPages } from "./load.ts";

const PAGES: Record<string, { items: number[]; next: string | null }> = {
  "": { items: [1, 2], next: "b" },
  b: { items: [3, 4], next: "c" },
  c: { items: [5], next: null },
};
const page = (cursor: string | null) => Promise.resolve(PAGES[cursor ?? ""] ?? { items: [], next: null });

test("a list that is loaded anew comes as long as it had grown, or as long as it is now", async () => {
  expect(await firstPages(1, page)).toEqual({ items: [1, 2], next: "b" });
  expect(await firstPages(2, page)).toEqual({ items: [1, 2, 3, 4], next: "c" });
  expect(await firstPages(9, page)).toEqual({ items: [1, 2, 3, 4, 5], next: null });
});
