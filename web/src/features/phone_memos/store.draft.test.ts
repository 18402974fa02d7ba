import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import { begun, forgetDraft, isTyped, keepDraft, keptDraft, recallDraft } from "./store.draft.ts";

const shelf = vi.hoisted(() => new Map<string, unknown>());
vi.mock("../../platform/database.ts", () => ({
  read: async (_: string, key: string) => shelf.get(key),
  write: async (_: string, key: string, value: unknown) => Boolean(shelf.set(key, value)),
  remove: async (_: string, key: string) => void shelf.delete(key),
}));

const person = (id: string) => sessionStore.set({ person: { id } } as unknown as Me);
const uses = (operator: string) => sessionStore.set({ person: { id: "nursery" }, shared: { operator: { id: operator } } } as unknown as Me);
const typed = () => ({ ...begun("chief"), caller: "山田" });

beforeEach(() => {
  sessionStore.set(null);
  shelf.clear();
});

test("what one typed is there again after the page went, and nobody else's", async () => {
  person("clerk");
  const draft = typed();
  keepDraft(draft);
  expect(keptDraft()).toMatchObject({ id: draft.id, caller: "山田" });
  sessionStore.set(null);
  expect(keptDraft()).toBeNull();
  person("other");
  expect([keptDraft(), await recallDraft()]).toEqual([null, null]);
  person("clerk");
  expect(await recallDraft()).toMatchObject({ id: draft.id, caller: "山田" });
  expect(keptDraft()).not.toBeNull();
});

test("the next who uses a shared account has no draft of who used it before, and theirs goes out under their own name", async () => {
  uses("first");
  const draft = typed();
  keepDraft(draft);
  uses("second");
  expect([keptDraft(), await recallDraft()]).toEqual([null, null]);
  expect(begun("chief").operator).toBe("second");
  uses("first");
  expect(await recallDraft()).toMatchObject({ id: draft.id, operator: "first" });
});

test("what was sent is kept nowhere, and a draft for another stays", async () => {
  person("clerk");
  const [first, second] = [typed(), typed()];
  keepDraft(first);
  forgetDraft(second);
  expect(keptDraft()).not.toBeNull();
  forgetDraft(first);
  expect([keptDraft(), await recallDraft(), shelf.size]).toEqual([null, null, 0]);
});

test("what lay for a while is of when it was begun", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-30T01:00:00Z") });
  person("clerk");
  const draft = typed();
  keepDraft(draft);
  vi.setSystemTime(Date.parse("2026-11-30T03:00:00Z"));
  keepDraft({ ...draft, number: "0875-23-0000" });
  expect(keptDraft()?.begunAt).toBe("2026-11-30T01:00:00.000Z");
  vi.useRealTimers();
  expect([isTyped(begun("chief")), isTyped(draft), isTyped({ ...begun("chief"), by: "2026-12-01T10:00" })]).toEqual([false, true, true]);
});
