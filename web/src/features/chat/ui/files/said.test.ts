import { expect, test } from "vitest";
import { lineStore } from "../../../../platform/live.ts";
import { toastStore } from "../../../../platform/toast.ts";
import type { Bringing } from "../../store.files.ts";
import { sayWhy } from "./Bringing.tsx";

test("whoever sends by a key is told why a message does not leave with its files", () => {
  lineStore.set("live");
  const said = (...files: Partial<Bringing>[]) => {
    toastStore.set([]);
    sayWhy(files as Bringing[]);
    return toastStore.get().map(({ text }) => text);
  };
  expect(said({ state: "whole" }, { state: "whole" })).toEqual([]);
  expect(said({ state: "whole" }, { state: "sending" })).toEqual([expect.stringContaining("まだ届いていない添付")]);
  expect(said({ state: "whole" }, { state: "whole", drawing: true })).toEqual([expect.stringContaining("まだ反映していない書き込み")]);
});
