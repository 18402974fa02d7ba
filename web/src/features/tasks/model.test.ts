import { describe, expect, test } from "vitest";
import { byNearness, doneParts, isSame, nearness, renewed, titleOf, wishOf, withTask, type Facts, type Holder, type Part, type Task } from "./model.ts";

const ME = "me";
// 9:00 on 1 April in Japan.
const NOW = Date.parse("2026-04-01T00:00:00Z");

const by = (person: string, done = false): Part => ({ holder: { kind: "person", person_id: person }, name: null, done_at: done ? "2026-04-01T00:00:00Z" : null, done_by: done ? person : null });
const post: Holder = { kind: "post", unit_id: "u", title_id: "t" };

function task(change: Partial<Task> = {}): Task {
  return {
    id: "a",
    room_id: "r",
    message_id: "a",
    maker_id: "b",
    title: "予算資料",
    note: "",
    source: null,
    closing: "any",
    state: "open",
    due_on: null,
    meant_on: null,
    shift: "stays",
    repeats: null,
    round: 0,
    last_round: null,
    done_at: null,
    done_by: null,
    parts: [],
    created_at: "2026-04-01T00:00:00Z",
    at: 5,
    room_name: "係",
    room_members: 3,
    mine: false,
    my_part_done: false,
    may_do: true,
    may_manage: false,
    ...change,
  };
}

describe("days", () => {
  test("a due day is over, today, within a week, later, or there is none", () => {
    const near = (due_on: string | null, state: Task["state"] = "open") => nearness({ due_on, state }, NOW);
    expect([near("2026-03-31"), near("2026-04-01"), near("2026-04-08"), near("2026-04-09"), near(null)]).toEqual(["overdue", "today", "soon", "later", "never"]);
    expect(near("2026-03-31", "done")).toBe("never");
  });

  test("lists are parted by how near their days are", () => {
    const tasks = [task({ id: "n" }), task({ id: "t", due_on: "2026-04-01" }), task({ id: "o", due_on: "2026-03-01" })];
    expect(byNearness(tasks, NOW).map(([near, part]) => [near, part.map(({ id }) => id)])).toEqual([
      ["overdue", ["o"]],
      ["today", ["t"]],
      ["never", ["n"]],
    ]);
  });
});

describe("news", () => {
  const factsOf = (change: Partial<Task>): Facts => task({ at: 6, ...change });

  test("what is older than what is held changes nothing", () => {
    const held = task({ at: 7 });
    expect(renewed(held, factsOf({ state: "done" }), ME)).toEqual({ task: held, sure: true });
  });

  test("whether one's own part is done is seen in the parts", () => {
    const held = task({ mine: true, parts: [by(ME), by("b")] });
    const { task: now, sure } = renewed(held, factsOf({ parts: [by(ME, true), by("b")] }), ME);
    expect([now.my_part_done, sure]).toEqual([true, true]);
  });

  test("of other hands and of posts the server is asked", () => {
    expect(renewed(task(), factsOf({ parts: [by(ME)] }), ME).sure).toBe(false);
    const byPost: Part = { holder: post, name: "財政課長", done_at: null, done_by: null };
    expect(renewed(task({ parts: [byPost] }), factsOf({ parts: [byPost] }), ME).sure).toBe(false);
  });
});

test("holders are the same by person, or by unit and title", () => {
  expect(isSame(post, { kind: "post", unit_id: "u", title_id: "t" })).toBe(true);
  expect(isSame(post, { kind: "post", unit_id: "u", title_id: null })).toBe(false);
  expect(isSame(post, { kind: "person", person_id: "u" })).toBe(false);
});

test("the first line of a message is what is to be done, and all of it the note where there is more", () => {
  expect(titleOf(" 予算資料を出す ")).toEqual({ title: "予算資料を出す", note: "" });
  expect(titleOf("予算資料\n様式は昨年と同じ")).toEqual({ title: "予算資料", note: "予算資料\n様式は昨年と同じ" });
  expect([...titleOf("あ".repeat(300)).title].length).toBe(200);
});

test("a list keeps the places of what it has", () => {
  expect(withTask([task(), task({ id: "z" })], task({ title: "新" })).map(({ id, title }) => [id, title])).toEqual([
    ["a", "新"],
    ["z", "予算資料"],
  ]);
  expect(doneParts(task({ parts: [by("x", true), by("y")] }))).toBe(1);
  // The day that was meant is kept, and not the one to which a day of rest moved it.
  expect(wishOf(task({ due_on: "2026-04-03", meant_on: "2026-04-04", shift: "before" })).due).toEqual({ on: "2026-04-04" });
});
