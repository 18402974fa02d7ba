import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { heard, move } from "./actions.ts";
import * as api from "./api.ts";
import type { Facts, Task } from "./model.ts";
import { editedStore, heldTask, newsStore, put, taskStore } from "./store.ts";

vi.mock("./api.ts", () => ({ move: vi.fn(), counts: vi.fn(() => Promise.reject(new TypeError("offline"))), task: vi.fn(() => Promise.reject(new TypeError("offline"))) }));
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

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-04-01T03:00:00Z") });
  taskStore.set({ me: null, tasks: {}, gone: new Set() });
});
afterEach(() => {
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  vi.mocked(api.counts).mockClear();
  vi.mocked(toast).mockClear();
});

test("what is heard of a task that is held is put over it, and older words are passed over", () => {
  put(task);
  heard({ tick: 6, kind: "tasks.changed", p: { task: { ...facts, state: "doing", at: 6 } } });
  expect(heldTask("a")?.state).toBe("doing");
  heard({ tick: 4, kind: "tasks.changed", p: { task: { ...facts, state: "done", at: 4 } } });
  expect(heldTask("a")?.state).toBe("doing");
});

test("a task that went is gone, and lists are asked for anew with whatever is heard", () => {
  put(task);
  const before = newsStore.get().rooms["r"] ?? 0;
  heard({ tick: 7, kind: "tasks.gone", p: { task_id: "a", room_id: "r" } });
  expect(taskStore.get().gone.has("a")).toBe(true);
  expect(newsStore.get().rooms["r"]).toBe(before + 1);
  expect(newsStore.get().rooms["other"]).toBeUndefined();
  // Seen again, it is there.
  put({ ...task, at: 8 });
  expect(taskStore.get().gone.has("a")).toBe(false);
});

test("of a task that went everybody in the room hears, and only whose it was asks how much is left", () => {
  heard({ tick: 7, kind: "tasks.gone", p: { task_id: "a", room_id: "r" } });
  vi.runAllTimers();
  expect(api.counts).not.toHaveBeenCalled();
  heard({ tick: 7, kind: "tasks.moved", p: { task_id: "a" } });
  vi.runAllTimers();
  expect(api.counts).toHaveBeenCalledTimes(1);
});

test("what is changed is as it was when that began, whatever is heard meanwhile", () => {
  put(task);
  editedStore.set(heldTask("a"));
  heard({ tick: 6, kind: "tasks.changed", p: { task: { ...facts, title: "別の題", at: 6 } } });
  expect(heldTask("a")?.title).toBe("別の題");
  expect(editedStore.get()?.at).toBe(5);
});

test("of a task that nobody looks at nothing is kept", () => {
  heard({ tick: 8, kind: "tasks.changed", p: { task: facts } });
  expect(heldTask("a")).toBeNull();
});

test("of a day that is over nobody is told that it is today", () => {
  sessionStore.set({ person: {}, settings: { notify: "none" }, leave: null } as unknown as Me);
  const due = (day: string) => heard({ tick: 9, kind: "tasks.due", p: { task_id: "a", room_id: "r", message_id: "a", title: "予算資料", due_on: day, by: null } });
  due("2026-03-27");
  expect(toast).not.toHaveBeenCalled();
  due("2026-04-01");
  expect(toast).toHaveBeenCalledTimes(1);
  sessionStore.set(null);
});

test("the server hears what is done with one task in the order of the presses, also after one that failed", async () => {
  const asked: string[] = [];
  const answers: { resolve: (task: Task) => void; reject: (error: unknown) => void }[] = [];
  vi.mocked(api.move).mockImplementation((_, state) => {
    asked.push(state);
    return new Promise((resolve, reject) => void answers.push({ resolve, reject }));
  });
  const own = { ...task, may_manage: true };
  put(own);
  const moves = [move(own, "doing"), move({ ...own, state: "doing" }, "done"), move({ ...own, state: "done" }, "doing")];
  await vi.waitFor(() => expect(asked).toEqual(["doing"]));
  answers[0]?.resolve({ ...own, state: "doing", at: 6 });
  await vi.waitFor(() => expect(asked).toEqual(["doing", "done"]));
  answers[1]?.reject(new TypeError("offline"));
  await vi.waitFor(() => expect(asked).toEqual(["doing", "done", "doing"]));
  answers[2]?.resolve({ ...own, state: "doing", at: 7 });
  await Promise.all(moves);
  expect(heldTask("a")?.state).toBe("doing");
});
