import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import { begun, forgetDraft, isTyped, keepApart, keepDraft, keptDraft, recallDraft, typed } from "./store.draft.ts";

const shelf = vi.hoisted(() => new Map<string, unknown>());
vi.mock("../../platform/database.ts", () => ({
  read: async (_: string, key: string) => shelf.get(key),
  write: async (_: string, key: string, value: unknown) => Boolean(shelf.set(key, value)),
  remove: async (_: string, key: string) => void shelf.delete(key),
}));

const person = (id: string) => sessionStore.set({ person: { id } } as unknown as Me);
const uses = (operator: string) => sessionStore.set({ person: { id: "nursery" }, shared: { operator: { id: operator } } } as unknown as Me);
const typedBy = () => ({ ...begun("chief"), caller: "山田" });

beforeEach(() => {
  sessionStore.set(null);
  shelf.clear();
});

test("what one typed is there again after the page went, and nobody else's", async () => {
  person("clerk");
  const draft = typedBy();
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
  const draft = typedBy();
  keepDraft(draft);
  uses("second");
  expect([keptDraft(), await recallDraft()]).toEqual([null, null]);
  expect(begun("chief").operator).toBe("second");
  uses("first");
  expect(await recallDraft()).toMatchObject({ id: draft.id, operator: "first" });
});

test("what was sent is kept nowhere, and a draft for another stays", async () => {
  person("clerk");
  const [first, second] = [typedBy(), typedBy()];
  keepDraft(first);
  forgetDraft(second);
  expect(keptDraft()).not.toBeNull();
  forgetDraft(first);
  expect([keptDraft(), await recallDraft(), shelf.size]).toEqual([null, null, 0]);
});

test("what lay for hours is of now, what they said themselves stays, and the machine forgets what nobody sent", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-30T01:00:00Z"), toFake: ["Date"] });
  person("clerk");
  const draft = typedBy();
  expect(draft.calledAt).toBe("2026-11-30T10:00");
  keepDraft(draft);
  vi.setSystemTime(Date.parse("2026-11-30T03:00:00Z"));
  expect(keptDraft()).toEqual(draft);
  vi.setSystemTime(Date.parse("2026-12-01T01:00:00Z"));
  expect(keptDraft()).toEqual({ ...draft, calledAt: "2026-12-01T10:00", begunAt: "2026-12-01T10:00" });
  keepDraft({ ...draft, calledAt: "2026-11-30T09:00" });
  expect(keptDraft()?.calledAt).toBe("2026-11-30T09:00");
  sessionStore.set(null);
  person("clerk");
  vi.setSystemTime(Date.parse("2026-12-08T01:00:00Z"));
  expect([await recallDraft(), shelf.size]).toEqual([null, 0]);
  vi.useRealTimers();
});

test("a call begins with the first letter, and what was emptied and typed anew is another memo", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-30T01:00:00Z"), toFake: ["Date"] });
  person("clerk");
  const open = begun("chief");
  vi.setSystemTime(Date.parse("2026-11-30T02:00:00Z"));
  const first = typed(open, { caller: "山" });
  expect(first.calledAt).toBe("2026-11-30T11:00");
  vi.setSystemTime(Date.parse("2026-11-30T02:30:00Z"));
  const more = typed(first, { caller: "山田", person: "other" });
  expect([more.id, more.calledAt]).toEqual([first.id, first.calledAt]);
  const anew = typed(typed(more, { caller: "" }), { number: "0875" });
  expect([anew.id === more.id, anew.calledAt]).toEqual([false, "2026-11-30T11:30"]);
  expect(typed({ ...open, calledAt: "2026-11-30T08:00" }, { caller: "鈴木" }).calledAt).toBe("2026-11-30T08:00");
  expect([isTyped(begun("chief")), isTyped(first), isTyped({ ...begun("chief"), by: "2026-12-01T10:00" })]).toEqual([false, true, true]);
  vi.useRealTimers();
});

test("what was corrected after it had got through is kept as another memo while one looks at the first", async () => {
  person("clerk");
  const sent = typedBy();
  keepDraft(sent);
  keepApart({ ...sent, number: "0875-23-0001" });
  expect(keptDraft()).toMatchObject({ caller: "山田", number: "0875-23-0001" });
  expect(keptDraft()?.id).not.toBe(sent.id);
  forgetDraft(sent);
  expect(shelf.size).toBe(1);
});
