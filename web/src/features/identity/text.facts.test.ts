import { expect, test } from "vitest";
import { factName, factText } from "./text.facts.ts";

test("what a record tells besides is named in words, part by part, and what is not known by its own name", () => {
  expect(factName("holder person_id")).toBe("受け持つ人・職 人の番号");
  expect(factName("parts 1 verb")).toBe("分担 1 できること");
  expect(factName("tomorrow")).toBe("tomorrow");
});

test("which fields changed is told by their names in words, and what holds as yes or no", () => {
  expect(factText("changed", "secret, scopes, tomorrow")).toBe("クライアントシークレット、求める情報、tomorrow");
  expect(factText("strong", "true")).toBe("はい");
  expect(factText("name", "secret")).toBe("secret");
});
