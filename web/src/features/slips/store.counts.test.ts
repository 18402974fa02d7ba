import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineStore } from "../../platform/live.ts";
import * as api from "./api.ts";
import { watchWaiting, waitingStore } from "./store.counts.ts";
import { news, ownNews } from "./store.ts";

const asked = vi.spyOn(api, "counts");

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockReset();
  asked.mockResolvedValue({ waiting: 3 });
  lineStore.set("live");
});

afterEach(() => {
  vi.useRealTimers();
});

test("what waits is counted after the start, for as long as somebody looks", async () => {
  const stop = watchWaiting("one");
  await vi.advanceTimersByTimeAsync(20_000);
  expect([asked.mock.calls.length, waitingStore.get()]).toEqual([1, 3]);
  stop();
  news();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("what was counted is there when the same person looks again, and to nobody else", async () => {
  const stop = watchWaiting("one");
  await vi.advanceTimersByTimeAsync(20_000);
  stop();
  watchWaiting("one")();
  expect(waitingStore.get()).toBe(3);
  // Whoever did something meanwhile does not see the old number for long.
  asked.mockResolvedValue({ waiting: 2 });
  ownNews();
  const again = watchWaiting("one");
  await vi.advanceTimersByTimeAsync(500);
  expect(waitingStore.get()).toBe(2);
  again();
  watchWaiting("two")();
  expect(waitingStore.get()).toBe(0);
});

test("what one did oneself is counted at once, and what is heard of many slips once for all", async () => {
  const stop = watchWaiting("one");
  await vi.advanceTimersByTimeAsync(20_000);
  asked.mockResolvedValue({ waiting: 2 });
  ownNews();
  await vi.advanceTimersByTimeAsync(500);
  expect(waitingStore.get()).toBe(2);
  for (let heard = 0; heard < 10; heard += 1) news();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toHaveBeenCalledTimes(3);
  stop();
});

test("without a line nothing is asked, and once it is back it is counted anew", async () => {
  const stop = watchWaiting("one");
  await vi.advanceTimersByTimeAsync(20_000);
  lineStore.set("broken");
  news();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(1);
  lineStore.set("live");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveBeenCalledTimes(2);
  stop();
});

test("whoever looks for a moment now and then is not put off each time", async () => {
  watchWaiting("three")();
  await vi.advanceTimersByTimeAsync(20_000);
  const stop = watchWaiting("three");
  await vi.advanceTimersByTimeAsync(1);
  expect(waitingStore.get()).toBe(3);
  stop();
});
