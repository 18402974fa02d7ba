import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import type { Board, Idea } from "./model.ts";

const asked: string[] = [];
let there: Pick<Idea, "id" | "words"> | null = null;

vi.mock("./api.ts", () => ({
  // As the server does: what was written with a key is there already.
  write: async (_: string, idea: { words: string }) => (there ??= { id: "7", words: idea.words }),
  reword: async (_: string, id: string, { words, key }: { words: string; key: string }) => {
    asked.push(`${id} ${key} ${words}`);
    return (there = { id, words });
  },
}));

const { write } = await import("./actions.ts");
const { ownOf } = await import("./store.own.ts");

const board = { id: "b", anonymous: true } as Board;

beforeEach(() => {
  asked.length = 0;
  there = null;
  sessionStore.set({ person: { id: "one" } } as Me);
});

test("an idea whose answer was lost and that was bettered before it was sent again has the better words", async () => {
  there = { id: "7", words: "案" };
  await write(board, { id: "1", key: "k", words: "よい案" });
  expect(asked).toEqual(["7 k よい案"]);
  expect(ownOf("b")).toEqual([{ id: "7", key: "k", words: "よい案" }]);
});

test("an idea that is sent once is not sent a second time", async () => {
  await write(board, { id: "1", key: "k", words: " 案 " });
  expect(asked).toEqual([]);
  expect(ownOf("b").map((own) => own.words)).toEqual(["案"]);
});
