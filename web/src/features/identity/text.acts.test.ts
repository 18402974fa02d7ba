import { expect, test } from "vitest";
import { actText, acts } from "./text.acts.ts";

test("every act has words of its own, and one that a newer server added shows its name", () => {
  const words = Object.values(acts());
  expect(new Set(words).size).toBe(words.length);
  expect(actText("chat.inspection_granted")).toBe("閲覧の承認");
  expect(actText("tomorrow.thing_done")).toBe("tomorrow.thing_done");
});
