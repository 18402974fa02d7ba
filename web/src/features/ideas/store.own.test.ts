import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";

const kept = new Map<string, unknown>();

vi.mock("../../platform/database.ts", () => ({
  read: async (_: string, key: string) => kept.get(key),
  write: async (_: string, key: string, value: unknown) => {
    kept.set(key, value);
    return true;
  },
  remove: async (_: string, key: string) => {
    kept.delete(key);
  },
}));

const { begun, forgetAll, forgetOwn, keepDraft, keepOwn, ownOf, recallDraft, recallOwn } = await import("./store.own.ts");

const signIn = (id: string | null) => sessionStore.set(id ? ({ person: { id } } as Me) : null);

beforeEach(() => {
  kept.clear();
  signIn(null);
});

test("a key is chance, and says nothing of who drew it", () => {
  const keys = [begun().key, begun().key];
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[0]).not.toBe(keys[1]);
});

test("what one person wrote here without a name is shown to nobody else on this device", async () => {
  signIn("one");
  keepOwn("b", { id: "1", key: "k", words: "案" });
  expect(ownOf("b").map((own) => own.words)).toEqual(["案"]);
  signIn("two");
  await recallOwn("b");
  expect(ownOf("b")).toEqual([]);
  signIn("one");
  await recallOwn("b");
  expect(ownOf("b").map((own) => own.id)).toEqual(["1"]);
});

test("reworded it is one, taken back or after the close it is none, and nothing of it is kept", () => {
  signIn("one");
  keepOwn("b", { id: "1", key: "k", words: "案" });
  keepOwn("b", { id: "1", key: "k", words: "よい案" });
  expect(ownOf("b").map((own) => own.words)).toEqual(["よい案"]);
  forgetOwn("b", "1");
  expect([ownOf("b"), kept.size]).toEqual([[], 0]);
  keepOwn("b", { id: "2", key: "k", words: "案" });
  forgetAll("b");
  expect([ownOf("b"), kept.size]).toEqual([[], 0]);
});

test("what is being written keeps its id and its key, so that sent again it is the same", async () => {
  signIn("one");
  const draft = { ...begun(), words: "書きかけ" };
  keepDraft("b", draft);
  expect(await recallDraft("b")).toEqual(draft);
  signIn("two");
  expect(await recallDraft("b")).toBeNull();
  signIn("one");
  keepDraft("b", { ...draft, words: " " });
  expect(await recallDraft("b")).toBeNull();
});
