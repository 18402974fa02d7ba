import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "../../platform/live.ts";
import { sessionStore, type Me } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { heard } from "./actions.ts";
import * as api from "./api.ts";
import type { Summary } from "./model.ts";
import { newsStore, summaryStore } from "./store.ts";
import { t } from "./text.band.ts";

vi.mock("./api.ts", () => ({ summary: vi.fn() }));
vi.mock("../../platform/toast.ts", () => ({ toast: vi.fn() }));
vi.mock("../../platform/place.ts", () => ({ placePath: () => "/rooms", prefix: "" }));
vi.mock("../../platform/router.ts", () => ({ navigate: vi.fn() }));
vi.mock("../../platform/notifications.ts", () => ({ notifyOutside: vi.fn() }));

const nothing: Summary = { pending: 0, to_confirm: 0, overdue: 0, newest_at: null, reminded_at: null, unseen: 0, waiting: 0, answers: false };
const came: Summary = { ...nothing, pending: 1, newest_at: "2026-04-01T00:00:00Z" };
const called = (news: string) => ({ kind: "broadcasts.called", p: { news, within_ms: 20_000 } }) as unknown as LiveEvent;

beforeEach(() => {
  vi.useFakeTimers();
  vi.mocked(api.summary).mockReset();
  vi.mocked(toast).mockReset();
  sessionStore.set({ person: {}, settings: { notify: "none" } } as unknown as Me);
  summaryStore.set(nothing);
});
afterEach(() => {
  vi.useRealTimers();
});

test("of the word to many each asks once, within the time that it names, and says what came to them", async () => {
  vi.mocked(api.summary).mockResolvedValue(came);
  heard(called("withdrawn"));
  heard(called("arrived"));
  expect(api.summary).not.toHaveBeenCalled();
  const before = newsStore.get().count;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(api.summary).toHaveBeenCalledTimes(1);
  expect(newsStore.get().count).toBe(before + 1);
  expect(vi.mocked(toast).mock.calls.map(([words]) => words)).toEqual([t.arrived]);
});

test("whom it does not concern, and who does not know what waited before, is told nothing", async () => {
  vi.mocked(api.summary).mockResolvedValue(nothing);
  heard(called("arrived"));
  await vi.advanceTimersByTimeAsync(20_000);
  summaryStore.set(null);
  vi.mocked(api.summary).mockResolvedValue(came);
  heard(called("arrived"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(toast).not.toHaveBeenCalled();
});

test("of one act that is heard several times it is asked once", async () => {
  vi.mocked(api.summary).mockResolvedValue(nothing);
  for (const kind of ["broadcasts.changed", "broadcasts.mine_changed"]) heard({ kind, p: { broadcast_id: "1" } } as unknown as LiveEvent);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(api.summary).toHaveBeenCalledTimes(1);
});
