import { expect, test } from "vitest";
import type { Board, Comment, Counted } from "./model.ts";
import { byIdea, commented, heardComment, type Told } from "./sync.comments.ts";
import type { One } from "./sync.ts";

const said = (id: string, words: string, idea = "i"): Comment => ({ id, idea_id: idea, author_id: "p", operator_id: null, words, written_at: "2026-12-01T00:00:00Z" });
const told = (comment: Comment | null, id: string | null, comments: number | null): Told => ({ board_id: "b", room_id: "r", idea_id: comments === null ? null : "i", comment_id: id, comment, comments });
const idea: Counted = { id: "i", board_id: "b", author_id: "p", operator_id: null, words: "番号札", group_id: null, merged_into: null, verdict: "open", reason: "", written_at: null, at: 1, votes: 2, comments: 0 };
const one = (sees: boolean): One => ({ board: { id: "b", sees } as Board, ideas: { i: idea }, countsAt: 1 });

test("a comment that is heard twice stands there once, and one that was taken back no more", () => {
  const first = heardComment([], told(said("2", "置き場所が要る"), "2", 1));
  const both = heardComment(heardComment(first, told(said("1", "費用は少ない"), "1", 2)), told(said("1", "費用は少ない"), "1", 2));
  expect(both.map((comment) => comment.words)).toEqual(["費用は少ない", "置き場所が要る"]);
  expect(heardComment(both, told(null, "2", 1)).map((comment) => comment.id)).toEqual(["1"]);
  expect(heardComment(both, told(null, null, null))).toEqual(both);
});

test("the number of comments is what was told, and the votes stay", () => {
  const heard = commented(one(true), told(said("1", "費用は少ない"), "1", 3));
  expect(heard.one.ideas?.["i"]).toMatchObject({ comments: 3, votes: 2 });
  expect(heard.sure).toBe(true);
});

test("what not everybody may see is asked for by those who do", () => {
  expect(commented(one(true), told(null, null, null)).sure).toBe(false);
  expect(commented(one(false), told(null, null, null)).sure).toBe(true);
});

test("comments lie under their ideas", () => {
  const all = byIdea([said("1", "一"), said("2", "二", "other"), said("3", "三")]);
  expect(all.get("i")?.map((comment) => comment.words)).toEqual(["一", "三"]);
  expect(all.get("other")).toHaveLength(1);
});
