import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { finish, take } from "./actions.ts";
import * as api from "./api.ts";
import type { Memo } from "./model.ts";
import { heldMemo, isGone, lose, put } from "./store.ts";
import { t } from "./text.ts";

vi.mock("./api.ts", () => ({ take: vi.fn(), leave: vi.fn(), finish: vi.fn(), reopen: vi.fn(), memo: vi.fn() }));
vi.mock("../../platform/toast.ts", () => ({ toast: vi.fn() }));

const step = (by: string, at = "2026-11-30T02:00:00Z") => ({ by, at });
const memo = { id: "m", room_id: "r", section_room_id: null, writer_id: "a", addressee_id: "b", seen: null, taken: null, done: null, cleared_at: null, withdrawn: false, tick: 5, caller: "山田", company: "", number: "", matter: "visit", words: "", call_back_by: null, called_at: "2026-11-30T01:00:00Z", operator_id: null, kept_days: 90, kept_until: "2027-02-28T01:00:00Z", may_handle: true } satisfies Memo;
const changed = (part: Partial<Memo>): Memo => ({ ...memo, tick: 6, ...part });
const undo = () => vi.mocked(toast).mock.lastCall?.[2] ?? null;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  sessionStore.set({ person: { id: "me" } } as unknown as Me);
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

test("the second press of a double one undoes nothing", async () => {
  vi.mocked(api.finish).mockResolvedValue(changed({ done: step("me") }));
  const first = finish(memo, true);
  await finish(memo, true);
  await first;
  await finish(changed({ done: step("me") }), false);
  expect([vi.mocked(api.finish).mock.calls.length, vi.mocked(api.reopen).mock.calls.length]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(500);
  vi.mocked(api.reopen).mockResolvedValue(changed({ tick: 7 }));
  await finish(changed({ done: step("me") }), false);
  expect(api.reopen).toHaveBeenCalledTimes(1);
});

test("one's own step is taken back as it was made, and nobody else's", async () => {
  vi.mocked(api.finish).mockResolvedValue(changed({ done: step("me") }));
  await finish(memo, true);
  vi.mocked(api.reopen).mockResolvedValue(changed({ tick: 7 }));
  undo()?.run();
  expect(api.reopen).toHaveBeenCalledWith("m", step("me"));
  await vi.advanceTimersByTimeAsync(500);
  // Of two at once the first has done it.
  vi.mocked(api.finish).mockResolvedValue(changed({ done: step("other") }));
  await finish(memo, true);
  expect([vi.mocked(toast).mock.lastCall?.[0], undo()]).toEqual([t.doneBefore, null]);
});

test("what was taken over is not given back, and who stops leaves to others what is theirs", async () => {
  vi.mocked(api.take).mockResolvedValue(changed({ taken: step("me") }));
  await take(changed({ taken: step("other") }), true);
  expect(undo()).toBeNull();
  await vi.advanceTimersByTimeAsync(500);
  await take(memo, true);
  expect(undo()).not.toBeNull();
  await vi.advanceTimersByTimeAsync(500);
  vi.mocked(api.leave).mockResolvedValue(changed({ tick: 8 }));
  await take(changed({ taken: step("me") }), false);
  expect(api.leave).toHaveBeenCalledWith("m", step("me"));
});

test("who was using the shared account is who did it", async () => {
  sessionStore.set({ person: { id: "nursery" }, shared: { operator: { id: "one" } } } as unknown as Me);
  vi.mocked(api.finish).mockResolvedValue(changed({ done: step("one") }));
  await finish(memo, true);
  expect(undo()).not.toBeNull();
});

test("nothing of who called stays of what one may see no more, and what is seen again is there", () => {
  put([memo]);
  lose("m");
  expect([heldMemo("m"), isGone("m")]).toEqual([null, true]);
  put([memo]);
  expect([heldMemo("m")?.caller, isGone("m")]).toEqual(["山田", false]);
});
