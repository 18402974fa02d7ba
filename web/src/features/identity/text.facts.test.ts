import { expect, test } from "vitest";
import { factName } from "./text.facts.ts";

test("what a record tells besides is named in words, part by part, and what is not known by its own name", () => {
  expect(factName("holder person_id")).toBe("受け持つ人・職 人の番号");
  expect(factName("parts 1 verb")).toBe("分担 1 できること");
  expect(factName("tomorrow")).toBe("tomorrow");
});
