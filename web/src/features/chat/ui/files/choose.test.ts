import { afterEach, expect, test, vi } from "vitest";
import { toastStore } from "../../../../platform/toast.ts";
import { bringingStore, putFiles } from "../../store.files.ts";
import { forgetChat } from "../../store.ts";
import { choose } from "./choose.ts";
import { mayLeave } from "./leaving.ts";

const file = (name: string) => new File(["a"], name);
const shown = () => bringingStore.get()["r"] ?? [];

/** What brings files, which loads as slowly as it is told. */
function part() {
  let arrive: (part: { attach: (key: string, files: readonly File[]) => void }) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const loading = new Promise<{ attach: (key: string, files: readonly File[]) => void }>((done, broken) => ([arrive, fail] = [done, broken]));
  const attach = vi.fn();
  return { load: () => loading, attach, arrive: () => arrive({ attach }), fail: () => fail(new Error("no line")) };
}

afterEach(() => forgetChat());

test("no message leaves without files that were chosen a moment ago, though what brings them is not loaded yet", async () => {
  const { load, attach, arrive } = part();
  const choosing = choose("r", [file("一.txt"), file("二.txt")], load);
  expect(shown().map(({ name }) => name)).toEqual(["一.txt", "二.txt"]);
  expect(mayLeave(shown(), true)).toBe(false);
  expect(mayLeave(shown(), false)).toBe(false);
  arrive();
  await choosing;
  expect(attach.mock.calls.map(([key, files]) => [key, files.map(({ name }: File) => name)])).toEqual([["r", ["一.txt", "二.txt"]]]);
  expect(shown()).toEqual([]);
});

test("what is taken off before it can be brought is not brought, and nothing of whoever signed out", async () => {
  const { load, attach, arrive } = part();
  const choosing = [choose("r", [file("一.txt"), file("二.txt")], load), choose("s", [file("三.txt")], load)];
  putFiles("r", (now) => now.slice(1));
  putFiles("s", () => []);
  arrive();
  await Promise.all(choosing);
  expect(attach.mock.calls.map(([key, files]) => [key, files.map(({ name }: File) => name)])).toEqual([["r", ["二.txt"]]]);
  const again = choose("r", [file("四.txt")], load);
  forgetChat();
  await again;
  expect([attach.mock.calls.length, shown()]).toEqual([1, []]);
});

test("where what brings files does not load that is said, and they are no longer shown as if they came", async () => {
  toastStore.set([]);
  const { load, fail } = part();
  const choosing = choose("r", [file("一.txt")], load);
  fail();
  await choosing;
  expect([shown(), toastStore.get().length]).toEqual([[], 1]);
});
