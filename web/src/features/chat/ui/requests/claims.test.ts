import { expect, test } from "vitest";
import type { ContactRequest } from "../../model.ts";
import { claimAct, claimText } from "./claims.ts";

const by = (id: string | null) => ({ claimed_by: id && { id, name: "田中 花子" } }) as ContactRequest;

test("a request that nobody sees to can be taken", () => {
  expect(claimText(by(null), "me")).toBe("引き受けた人はまだいません");
  expect(claimAct(by(null), "me")).toEqual({ label: "引き受ける", on: true });
});

test("what I see to I can leave to the others", () => {
  expect(claimText(by("me"), "me")).toBe("あなたが引き受けています");
  expect(claimAct(by("me"), "me")).toEqual({ label: "引き受けをやめる", on: false });
});

test("what somebody else sees to can be taken over, and says from whom", () => {
  expect(claimText(by("other"), "me")).toBe("田中 花子さんが引き受けています");
  expect(claimAct(by("other"), "me")).toEqual({ label: "代わりに引き受ける", on: true });
});
