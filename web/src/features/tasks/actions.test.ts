import { beforeEach, expect, test, vi } from "vitest";
import { heard } from "./actions.ts";
import type { Facts, Task } from "./model.ts";
import { heldTask, newsStore, put, taskStore } from "./store.ts";

vi.mock("./api.ts", () => ({ counts: vi.fn(() => Promise.reject(new TypeError("offline"))), task: vi.fn(() => Promise.reject(new TypeError("offline"))) }));
vi.mock("../../platform/toast.ts", () => ({ toast: vi.fn() }));
vi.mock("../../platform/place.ts", () => ({ placePath: () => "/rooms", prefix: "" }));
vi.mock("../../platform/router.ts", () => ({ navigate: vi.fn() }));
vi.mock("../../platform/notifications.ts", () => ({ notifyOutside: vi.fn() }));

const facts: Facts = {
  id: "a",
  room_id: "r",
  message_id: "a",
  maker_id: "b",
  title: "予算資料",
  note: "",
  closing: "any",
  state: "open",
  shift: "stays",
  round: 0,
  parts: [],
  created_at: "2026-04-01T00:00:00Z",
  at: 5,
};
const task: Task = { ...facts, mine: false, my_part_done: false, may_do: true, may_manage: false };

beforeEach(() => taskStore.set({ me: null, tasks: {}, gone: new Set() }));

test("what is heard of a task that is held is put over it, and older words are passed over", () => {
  put(task);
  heard({ tick: 6, kind: "tasks.changed", p: { task: { ...facts, state: "doing", at: 6 } } });
  expect(heldTask("a")?.state).toBe("doing");
  heard({ tick: 4, kind: "tasks.changed", p: { task: { ...facts, state: "done", at: 4 } } });
  expect(heldTask("a")?.state).toBe("doing");
});

test("a task that went is gone, and lists are asked for anew with whatever is heard", () => {
  put(task);
  const before = newsStore.get();
  heard({ tick: 7, kind: "tasks.gone", p: { task_id: "a", room_id: "r" } });
  expect(taskStore.get().gone.has("a")).toBe(true);
  expect(newsStore.get()).toBe(before + 1);
});

test("of a task that nobody looks at nothing is kept", () => {
  heard({ tick: 8, kind: "tasks.changed", p: { task: facts } });
  expect(heldTask("a")).toBeNull();
});
