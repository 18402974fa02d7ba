import { expect, test } from "vitest";
import { rangesOf } from "./model.ts";

test("ranges are read from lines, commas and full-width letters alike", () => {
  expect(rangesOf(" 10.1.0.0/16\n１９２．０．２．７、2001:db8::/32, \n")).toEqual(["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]);
  expect(rangesOf("　\n")).toEqual([]);
});
