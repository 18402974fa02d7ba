import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineStore } from "../../platform/live.ts";
import { sessionStore, type Me } from "../../platform/session.ts";
import { finish, heard, rest, saw, take } from "./actions.ts";
import * as api from "./api.ts";
import type { Memo } from "./model.ts";
import { countsStore, watchCounts } from "./store.counts.ts";
import { doneNewsStore, openNewsStore, put } from "./store.ts";
import { toast } from "../../platform/toast.ts";
import { Problem } from "../../platform/http.ts";
import { t } from "./text.ts";

vi.mock("./api.ts", () => ({ take: vi.fn(), finish: vi.fn(), see: vi.fn(), memo: vi.fn(), counts: vi.fn() }));
vi.mock("../../platform/toast.ts", () => ({ toast: vi.fn() }));

const step = (by: string) => ({ by, at: "2026-11-30T02:00:00Z" });
const memo = { id: "m", room_id: "r", section_room_id: null, writer_id: "a", addressee_id: "me", seen: null, taken: null, done: null, cleared_at: null, withdrawn: false, tick: 5, caller: "山田", company: "", number: "", matter: "visit", words: "", call_back_by: null, called_at: "2026-11-30T01:00:00Z", operator_id: null, kept_days: 90, kept_until: "2027-02-28T01:00:00Z", may_handle: true } satisfies Memo;
const told = (part: Partial<Memo>) => heard({ kind: "phone_memos.changed", tick: 9, p: { memo: { ...memo, ...part } } } as never);
const asks = () => [openNewsStore.get(), doneNewsStore.get()];
const since = ([open = 0, done = 0]: number[]) => [openNewsStore.get() - open, doneNewsStore.get() - done];

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  sessionStore.set({ person: { id: "me" } } as unknown as Me);
});
afterEach(async () => {
  lineStore.set("broken");
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

test("lists are asked for once for all that is heard in a moment, and those that are done only where something moved there", async () => {
  const before = asks();
  for (let tick = 10; tick < 20; tick += 1) told({ id: `n${tick}`, tick });
  expect(since(before)).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(since(before)).toEqual([1, 0]);
  put([memo]);
  told({ tick: 21, done: step("b") });
  told({ id: "n22", tick: 22 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(since(before)).toEqual([2, 1]);
});

test("what one did oneself is listed at once, and not once more when the line tells of it", async () => {
  const before = asks();
  vi.mocked(api.finish).mockResolvedValue({ ...memo, tick: 30, done: step("me") });
  await finish(memo, true);
  expect(since(before)).toEqual([1, 1]);
  told({ tick: 30, done: step("me") });
  await vi.advanceTimersByTimeAsync(5000);
  expect(since(before)).toEqual([1, 1]);
});

test("the lists of a whole city are not asked for in the moment in which its lines come back", async () => {
  const before = asks();
  lineStore.set("live");
  await vi.advanceTimersByTimeAsync(999);
  expect(since(before)).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(since(before)).toEqual([1, 1]);
});

test("nothing is done by a press in the moment after a list has changed, whichever memo it meets", async () => {
  rest();
  await finish({ ...memo, id: "next" }, true);
  await take({ ...memo, id: "next" }, true);
  expect([vi.mocked(api.finish).mock.calls.length, vi.mocked(api.take).mock.calls.length]).toEqual([0, 0]);
  await vi.advanceTimersByTimeAsync(500);
  vi.mocked(api.finish).mockResolvedValue({ ...memo, id: "next", tick: 40, done: step("me") });
  await finish({ ...memo, id: "next" }, true);
  expect(api.finish).toHaveBeenCalledTimes(1);
});

test("that a memo was seen is said again after a while where it failed, and not with each look", async () => {
  const unseen = { ...memo, id: "unseen" };
  vi.mocked(api.see).mockRejectedValue(new Error("busy"));
  for (let second = 0; second < 29; second += 1) {
    saw(unseen);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(api.see).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2000);
  saw(unseen);
  expect(api.see).toHaveBeenCalledTimes(2);
  // Or when the line is back.
  await vi.advanceTimersByTimeAsync(1);
  lineStore.set("live");
  saw(unseen);
  expect(api.see).toHaveBeenCalledTimes(3);
});

test("whoever takes a call on that somebody else has just taken on is told so, and sees who", async () => {
  vi.mocked(api.take).mockRejectedValue(new Problem("phone_memos.moved_on", 409));
  vi.mocked(api.memo).mockResolvedValue({ ...memo, tick: 50, taken: step("b") });
  await take(memo, true);
  expect([vi.mocked(api.take).mock.calls[0], vi.mocked(toast).mock.lastCall?.[0]]).toEqual([["m", null], t.problem_taken]);
  expect(api.memo).toHaveBeenCalledWith("m");
  await vi.advanceTimersByTimeAsync(500);
  await take({ ...memo, taken: step("b") }, true);
  expect(api.take).toHaveBeenLastCalledWith("m", step("b"));
});

test("what is for oneself is counted sooner than what is for others, and once for all who look", async () => {
  vi.mocked(api.counts).mockResolvedValue({ mine: 2, section: 3 });
  lineStore.set("live");
  const [one, other] = [watchCounts(), watchCounts()];
  await vi.advanceTimersByTimeAsync(20_000);
  expect([vi.mocked(api.counts).mock.calls.length, countsStore.get()]).toEqual([1, { mine: 2, section: 3 }]);
  told({ id: "others", tick: 60, addressee_id: "b" });
  told({ id: "mine", tick: 61 });
  await vi.advanceTimersByTimeAsync(1500);
  expect(api.counts).toHaveBeenCalledTimes(2);
  one();
  expect(countsStore.get().mine).toBe(2);
  other();
  told({ id: "mine", tick: 62 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([vi.mocked(api.counts).mock.calls.length, countsStore.get()]).toEqual([2, { mine: 0, section: 0 }]);
});
