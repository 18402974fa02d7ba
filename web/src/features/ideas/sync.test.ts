import { expect, test } from "vitest";
import { columnsOf, inOrder, type Board, type Counted } from "./model.ts";
import { boardChanged, counted, ideaGone, ideasChanged, listed, taken, voted, votedAhead, type One } from "./sync.ts";

const board: Board = {
  id: "b",
  room_id: "r",
  message_id: "b",
  asker_id: "p",
  theme: "窓口を早くするには",
  explanation: "",
  anonymous: false,
  shows: "always",
  votes_each: 3,
  ideas_until: null,
  ideas_closed_at: null,
  votes_until: null,
  votes_closed_at: null,
  groups: [],
  created_at: "2026-12-01T00:00:00Z",
  at: 10,
  ideas: 0,
  votes: 0,
  my_votes: [],
  sees: true,
  may_write: true,
  may_vote: true,
  may_comment: true,
  may_sort: false,
};

const idea = (id: string, words: string, at = 10, votes = 0): Counted => ({
  id,
  board_id: "b",
  author_id: "p",
  operator_id: null,
  words,
  group_id: null,
  merged_into: null,
  verdict: "open",
  reason: "",
  written_at: null,
  at,
  votes,
  comments: 0,
});

const held: One = listed(taken(null, board), [idea("1", "番号札", 10, 2), idea("2", "椅子", 10, 1)]);
const plain = (one: Counted) => {
  const { votes: _, comments: _c, ...rest } = one;
  return rest;
};
const told = (ideas: Counted[] | null, counts: { id: string; votes: number }[] = []) => ({ board_id: "b", room_id: "r", ideas: ideas && ideas.map(plain), counts });

test("what is heard of an idea keeps its votes, and late news changes nothing", () => {
  const { one, sure } = ideasChanged(held, told([idea("1", "番号札と椅子", 12)]));
  expect([one.ideas?.["1"]?.words, one.ideas?.["1"]?.votes, sure]).toEqual(["番号札と椅子", 2, true]);
  expect(ideasChanged(one, told([idea("1", "番号札", 11)])).one.ideas?.["1"]?.words).toBe("番号札と椅子");
  expect(ideasChanged(held, told([idea("3", "案内", 12)])).one.ideas?.["3"]?.votes).toBe(0);
});

test("where not everybody may see what was written, the server is asked", () => {
  expect(ideasChanged(held, told(null))).toEqual({ one: held, sure: false });
});

test("united ideas count as the event says", () => {
  const { one } = ideasChanged(held, told([{ ...idea("2", "椅子", 12), merged_into: "1" }], [{ id: "1", votes: 2 }, { id: "2", votes: 0 }]));
  expect([one.ideas?.["1"]?.votes, one.ideas?.["2"]?.votes]).toEqual([2, 0]);
  const columns = columnsOf([], Object.values(one.ideas ?? {}), "votes");
  expect(columns[0]?.stacks.map((stack) => [stack.idea.id, stack.under.map((under) => under.id)])).toEqual([["1", ["2"]]]);
});

test("counts are taken from the newest frame", () => {
  const news = { board_id: "b", room_id: "r", ideas: 2, counts: [{ id: "2", votes: 5 }], at: 20 };
  const one = counted(held, news);
  expect([one.ideas?.["1"]?.votes, one.ideas?.["2"]?.votes, one.board.votes]).toEqual([0, 5, 5]);
  expect(counted(one, { ...news, counts: [], at: 19 })).toBe(one);
});

test("a vote is shown before the server has said so, once, and taken back", () => {
  const one = votedAhead(held, "1", true);
  expect([one.board.my_votes, one.ideas?.["1"]?.votes]).toEqual([["1"], 3]);
  expect(votedAhead(one, "1", true)).toBe(one);
  expect(votedAhead(one, "1", false).ideas?.["1"]?.votes).toBe(2);
  expect(voted(one, ["2"]).board.my_votes).toEqual(["2"]);
});

test("after the end nobody writes, and the server is asked who sees what", () => {
  const { may_sort: _s, may_vote: _v, may_comment: _c, may_write: _w, sees: _e, my_votes: _m, ideas: _i, votes: _o, ...facts } = board;
  const { one, sure } = boardChanged(held, { ...facts, ideas_closed_at: "2026-12-01T00:00:00Z", at: 11 });
  expect([one.board.may_write, one.board.may_vote, sure]).toEqual([false, true, false]);
  expect(boardChanged(held, { ...facts, groups: [{ id: "g", name: "設備" }], at: 11 }).sure).toBe(true);
  expect(boardChanged(held, { ...facts, theme: "古い", at: 9 }).one).toBe(held);
});

test("a list that was on its way loses nothing that was heard meanwhile", () => {
  const { one } = ideasChanged(held, told([idea("3", "案内", 15)]));
  const again = listed(one, [idea("1", "番号札", 12, 4), idea("2", "椅子", 12, 1)]);
  expect(Object.keys(again.ideas ?? {}).sort()).toEqual(["1", "2", "3"]);
  expect(again.ideas?.["1"]?.votes).toBe(4);
  expect(ideaGone(again, "3").ideas?.["3"]).toBeUndefined();
});

test("ideas come by votes, by 五十音 and by when they were written", () => {
  const all = [idea("1", "えんぴつ", 1, 1), idea("2", "あんない", 1, 1), idea("3", "いす", 1, 4)];
  expect(inOrder(all, "votes").map((one) => one.id)).toEqual(["3", "2", "1"]);
  expect(inOrder(all, "reading").map((one) => one.id)).toEqual(["2", "3", "1"]);
  expect(inOrder(all, "newest").map((one) => one.id)).toEqual(["3", "2", "1"]);
});

test("what lies in a group that is gone lies in none", () => {
  const groups = [{ id: "g", name: "設備" }];
  const columns = columnsOf(groups, [{ ...idea("1", "椅子"), group_id: "g" }, { ...idea("2", "案内"), group_id: "x" }], "reading");
  expect(columns.map((column) => column.stacks.map((stack) => stack.idea.id))).toEqual([["2"], ["1"]]);
});
