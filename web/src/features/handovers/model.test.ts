import { expect, test } from "vitest";
import { add, canMove, change, editOf, move, rebased, remove, sections, stageOf, waiting, type Draft, type Item, type Line, type Source } from "./model.ts";

const item = (key: string, source: Source, note = ""): Item => ({ ...(add({ preface: "", items: [] }, "x").items[0] as Item), key, source, title: `件名 ${key}`, note });

const draft: Draft = { preface: "全般", items: [item("r1", "request"), item("m1", "room"), item("r2", "request"), item("own:a", "own")] };
const keys = ({ items }: Draft) => items.map(({ key }) => key);

test("lines stand by where they come from, in one order, and empty parts are left out", () => {
  expect(sections(draft.items).map(([source, lines]) => [source, lines.map(({ key }) => key)])).toEqual([
    ["request", ["r1", "r2"]],
    ["room", ["m1"]],
    ["own", ["own:a"]],
  ]);
});

test("a line moves among those of its source and not beyond them", () => {
  expect(keys(move(draft, "r2", -1))).toEqual(["r2", "m1", "r1", "own:a"]);
  expect(canMove(draft.items, "r1", -1)).toBe(false);
  expect(canMove(draft.items, "m1", 1)).toBe(false);
  expect(move(draft, "r1", -1)).toBe(draft);
});

test("lines by hand come and go", () => {
  const more = add(draft, "b");
  expect(keys(more).at(-1)).toBe("own:b");
  expect(keys(remove(more, "own:a"))).toEqual(["r1", "m1", "r2", "own:b"]);
});

test("what is sent is what was written, and an emptied day is none", () => {
  const written = change(change(draft, "r1", { note: "返事待ち", due: "" }), "m1", { left_out: true });
  const sent = editOf(written, null).items ?? [];
  expect(sent[0]).toEqual({ key: "r1", title: "件名 r1", note: "返事待ち", ask: "", due: null, left_out: false });
  expect(sent[1]?.left_out).toBe(true);
});

test("what was collected meanwhile comes along with what is written here", () => {
  const fresh: Draft = { preface: "前の全般", items: [{ ...item("r1", "request", "前の申し送り"), title: "新しい件名" }, item("t1", "thread"), item("own:a", "own")] };
  const now = rebased({ preface: "書きかけ", items: [item("r1", "request", "書きかけ"), item("r2", "request"), item("own:b", "own")] }, fresh);
  expect(now.preface).toBe("書きかけ");
  expect(now.items.map(({ key, title, note }) => [key, title, note])).toEqual([
    ["r1", "新しい件名", "書きかけ"],
    ["own:b", "件名 own:b", ""],
    ["t1", "件名 t1", ""],
  ]);
});

test("what waits is what I have not handed in and what I am to take over", () => {
  const line = (state: Line["state"], side: Line["side"]) => ({ state, side }) as Line;
  const own = [line("draft", "predecessor"), line("handed", "predecessor")];
  expect(waiting({ own, others: [line("handed", "successor"), line("handed", "head"), line("taken_over", "successor")], posts: [] })).toBe(2);
});

test("one that nobody has written in is not begun", () => {
  expect([stageOf({ state: "draft", touched: false }), stageOf({ state: "draft", touched: true }), stageOf({ state: "handed", touched: true })]).toEqual(["untouched", "draft", "handed"]);
});
