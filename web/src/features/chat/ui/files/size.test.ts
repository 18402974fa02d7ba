import { expect, test } from "vitest";
import { drawnSize, sizeOf } from "./size.ts";

test("sizes are told in the unit that people would choose", () => {
  expect([0, 1, 1023, 1024, 1536, 20 * 1024, 5 * 1024 ** 2, 2 * 1024 ** 3].map(sizeOf)).toEqual(["0 B", "1 B", "1023 B", "1.0 KB", "1.5 KB", "20 KB", "5.0 MB", "2.0 GB"]);
});

test("a picture keeps its shape within the place that it gets", () => {
  expect(drawnSize(4000, 3000)).toEqual({ width: 360, height: 270 });
  expect(drawnSize(100, 50)).toEqual({ width: 100, height: 50 });
  expect(drawnSize(10, 30_000)).toEqual({ width: 1, height: 270 });
});
