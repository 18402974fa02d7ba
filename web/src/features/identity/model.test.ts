import { expect, test } from "vitest";
import { factsOf, rangesOf } from "./model.ts";

test("ranges are read from lines, commas and full-width letters alike", () => {
  expect(rangesOf(" 10.1.0.0/16\n１９２．０．２．７、2001:db8::/32, \n")).toEqual(["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]);
  expect(rangesOf("　\n")).toEqual([]);
});

test("what a record says besides is told in lines without brackets, and what is empty is left out", () => {
  const detail = { holder: { person_id: "0abc", title_id: null }, parts: [{ function: "audit", verb: "see" }], unit_ids: [], days: ["月", "火"], count: 0, strong: false, note: "" };
  expect(factsOf(detail)).toEqual([["holder person_id", "0abc"], ["parts 1 function", "audit"], ["parts 1 verb", "see"], ["days", "月, 火"], ["count", "0"], ["strong", "false"]]);
  expect(factsOf(null)).toEqual([]);
  expect(factsOf("書き換えられた")).toEqual([["", "書き換えられた"]]);
});
