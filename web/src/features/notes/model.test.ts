import { describe, expect, it } from "vitest";
import { bytesOf, handOf, isDue, lettersOf, threadsOf, withComment, withNote, type Comment, type Note } from "./model.ts";

const note = (id: string, more: Partial<Note> = {}) => ({ id, edited_at: "2026-04-01T00:00:00Z", pinned: false, tick: 1, withdrawn_at: null, ...more }) as Note;
const comment = (id: string, more: Partial<Comment> = {}) => ({ id, said_at: `2026-04-01T00:00:0${id}Z`, root_id: null, tick: 1, withdrawn_at: null, ...more }) as Comment;

describe("bytes as letters", () => {
  it("come back, however many there are", () => {
    for (const count of [0, 1, 2, 3, 8_193, 20_000]) {
      const bytes = Uint8Array.from({ length: count }, (_, at) => (at * 7) % 256);
      expect(bytesOf(lettersOf(bytes))).toEqual(bytes);
    }
  });
});

describe("a room's notes", () => {
  it("have what is pinned first, then what was written in last", () => {
    const list = [note("a"), note("b", { edited_at: "2026-04-02T00:00:00Z" }), note("c", { pinned: true })].reduce<readonly Note[]>(withNote, []);
    expect(list.map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("lose what was taken back, and keep what is newer than what is told", () => {
    const list = [note("a", { tick: 5, title: "新" })];
    expect(withNote(list, note("a", { tick: 4, title: "旧" }))).toBe(list);
    expect(withNote(list, note("a", { tick: 6, withdrawn_at: "2026-04-02T00:00:00Z" }))).toEqual([]);
  });
});

describe("what is said beside a page", () => {
  it("stands in threads; what was taken back stays for the answers that it has", () => {
    const gone = "2026-04-02T00:00:00Z";
    const all = [comment("3", { root_id: "1" }), comment("1", { withdrawn_at: gone }), comment("2", { withdrawn_at: gone })].reduce<readonly Comment[]>(withComment, []);
    expect(threadsOf(all).map(({ root, answers }) => [root.id, answers.map(({ id }) => id)])).toEqual([["1", ["3"]]]);
  });
});

describe("the colour of a hand", () => {
  it("is always the same for a person, and one of eight", () => {
    const hands = ["0000000000001", "0000000000002", "7zzzzzzzzzzzz"].map(handOf);
    expect(hands).toEqual(["0000000000001", "0000000000002", "7zzzzzzzzzzzz"].map(handOf));
    expect(hands.every((hand) => hand >= 0 && hand < 8)).toBe(true);
  });
});

describe("a note whose day of review has come", () => {
  it("is due on that day and after it, and never without one", () => {
    expect(["2026-03-31", "2026-04-01", "2026-04-02"].map((today) => isDue(note("1", { review_on: "2026-04-01" }), today))).toEqual([false, true, true]);
    expect(isDue(note("1", { review_on: null }), "2026-04-01")).toBe(false);
  });
});
