import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";

const kept = new Map<string, unknown>();

vi.mock("../../platform/database.ts", () => ({
  keepFrom: async (_: string, key: string, make: (old: unknown) => unknown) => {
    kept.set(key, make(kept.get(key)));
  },
  read: async (_: string, key: string) => kept.get(key),
  write: async (_: string, key: string, value: unknown) => {
    kept.set(key, value);
    return true;
  },
  remove: async (_: string, key: string) => {
    kept.delete(key);
  },
}));

const { begun, commentPlace, forgetAll, forgetOwn, keepDraft, keepOwn, ownOf, recallDraft, recallOwn } = await import("./store.own.ts");

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
  await keepOwn("b", { id: "1", key: "k", words: "案" });
  expect(ownOf("b").map((own) => own.words)).toEqual(["案"]);
  signIn("two");
  await recallOwn("b");
  expect(ownOf("b")).toEqual([]);
  signIn("one");
  await recallOwn("b");
  expect(ownOf("b").map((own) => own.id)).toEqual(["1"]);
});

test("reworded it is one, taken back or after the close it is none, and nothing of it is kept", async () => {
  signIn("one");
  await keepOwn("b", { id: "1", key: "k", words: "案" });
  await keepOwn("b", { id: "1", key: "k", words: "よい案" });
  expect(ownOf("b").map((own) => own.words)).toEqual(["よい案"]);
  await forgetOwn("b", "1");
  expect([ownOf("b"), kept.size]).toEqual([[], 0]);
  await keepOwn("b", { id: "2", key: "k", words: "案" });
  await forgetAll("b");
  expect([ownOf("b"), kept.size]).toEqual([[], 0]);
});

test("the key of an idea of an earlier visit is kept when another one is written, and goes after the close though nobody looked at it", async () => {
  signIn("one");
  await keepOwn("b", { id: "1", key: "k1", words: "昨日の案" });
  const anew = () => {
    signIn(null);
    signIn("one");
  };
  anew();
  await keepOwn("b", { id: "2", key: "k2", words: "今日の案" });
  expect(ownOf("b").map((own) => own.key)).toEqual(["k1", "k2"]);
  anew();
  await recallOwn("b");
  expect(ownOf("b").map((own) => own.key)).toEqual(["k1", "k2"]);
  anew();
  await keepDraft("b", { ...begun("送ったかもしれない案"), sent: true });
  await forgetAll("b");
  expect(kept.size).toBe(0);
});

test("what was on its way keeps its id and its key, so that sent again it is the same, and what was not gets others in each window", async () => {
  signIn("one");
  const typed = begun("書きかけ");
  await keepDraft("b", typed);
  const [one, other] = [await recallDraft("b"), await recallDraft("b")];
  expect([one?.words, other?.words]).toEqual(["書きかけ", "書きかけ"]);
  expect(new Set([typed.key, one?.key, other?.key]).size).toBe(3);
  const draft = { ...typed, sent: true as const };
  await keepDraft("b", draft);
  expect(await recallDraft("b")).toEqual(draft);
  signIn("two");
  expect(await recallDraft("b")).toBeNull();
  signIn("one");
  await keepDraft("b", { ...draft, words: " " });
  expect(await recallDraft("b")).toBeNull();
});

test("what is being said about an idea is kept beside what is written on its board, and also after the close, when it is discussed", async () => {
  signIn("one");
  const place = commentPlace("b", "1");
  const on = { ...begun("費用は少ない"), sent: true as const };
  await keepDraft(place, on);
  await keepDraft("b", { ...begun("もう一つの案"), sent: true });
  await forgetAll("b");
  expect([await recallDraft("b"), await recallDraft(place), await recallDraft(commentPlace("b", "2"))]).toEqual([null, on, null]);
  await keepDraft(place, begun());
  expect(kept.size).toBe(0);
});
