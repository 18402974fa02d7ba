import { describe, expect, it } from "vitest";
import { ahead, bySection, checkAt, isOverdue, namedIn, offered, renewed, type Act, type Facts, type Line, type Slip, type State } from "./model.ts";

const NOON = Date.parse("2026-04-07T03:00:00Z");

function line(state: State, more: Partial<Line> = {}): Line {
  return { number: 0, to: { kind: "unit", unit_id: "u1" }, name: "総務課", state, step: 0, passed: 0, answer: "", reason: "", acts: [], ...more };
}

function slip(lines: Line[], more: Partial<Slip> = {}): Slip {
  const facts: Facts = { id: "s1", room_id: "r1", message_id: "s1", maker_id: "maker", kind: "request", subject: "積算根拠", note: "", sender: "", pieces: 0, place: "", turn: 0, checks: [], lines, created_at: "2026-04-01T00:00:00Z", at: 5 };
  return { ...facts, room_name: "予算", mine: [], checks_now: false, may_act: true, asks: false, ...more };
}

describe("what is offered", () => {
  const by = (who: string): Line["acts"] => [{ act: "receive", at: "2026-04-01T00:00:00Z", by: who }];
  const offers = (one: Slip, me = "me"): Act[] => offered(one, one.lines[0] as Line, me);

  it("is to receive a parcel, for everybody who writes there", () => {
    expect(offers(slip([line("waiting")]))).toEqual(["receive"]);
    expect(offers(slip([line("waiting")], { may_act: false }))).toEqual([]);
  });

  it("is to undo a receipt for who marked it and who posted it", () => {
    expect(offers(slip([line("received", { acts: by("me") })]))).toEqual(["put_back"]);
    expect(offers(slip([line("received", { acts: by("other") })]))).toEqual([]);
    expect(offers(slip([line("received", { acts: by("other") })], { asks: true }))).toEqual(["put_back"]);
  });

  it("is to answer for the section, and to confirm or return for those who asked", () => {
    expect(offers(slip([line("open")], { mine: [0] }))).toEqual(["answer", "take"]);
    expect(offers(slip([line("open")], { asks: true }))).toEqual([]);
    expect(offers(slip([line("answered")], { asks: true }))).toEqual(["confirm", "return"]);
    expect(offers(slip([line("answered")], { mine: [0], asks: true }))).toEqual(["confirm", "return", "answer"]);
    expect(offers(slip([line("confirmed")], { mine: [0] }))).toEqual([]);
  });
});

describe("the draft of a council answer", () => {
  const offers = (state: State, more: Partial<Slip>, acts: Line["acts"] = []) => {
    const one = slip([line(state, { acts })], { kind: "council", ...more });
    return offered(one, one.lines[0] as Line, "me");
  };
  const approved: Line["acts"] = [{ act: "approve", at: "2026-04-01T00:00:00Z", by: "me" }];

  it("is drafted by the section, approved or returned by whose check it is, and returned by who asked", () => {
    expect(offers("drafting", { mine: [0] })).toEqual(["answer"]);
    expect(offers("checking", { checks_now: true })).toEqual(["approve", "return"]);
    expect(offers("checking", { asks: true })).toEqual(["return"]);
    expect(offers("checking", {})).toEqual([]);
    expect(offers("settled", { mine: [0] })).toEqual([]);
  });

  it("has an approval undone by who gave it", () => {
    expect(offers("checking", {}, approved)).toEqual(["put_back"]);
    expect(offers("settled", {}, approved)).toEqual(["put_back"]);
  });

  it("stands at the check that comes next", () => {
    const one = slip([line("checking", { passed: 1 })], { kind: "council", checks: [{ label: "課長確認" }, { label: "部長確認" }] });
    expect(checkAt(one, one.lines[0] as Line)?.label).toBe("部長確認");
  });
});

describe("a slip that is heard of", () => {
  it("takes what is newer, and keeps whose it is", () => {
    const held = slip([line("open")], { mine: [0] });
    const { mine: _, ...rest } = slip([line("doing", { step: 1 })]);
    const facts: Facts = { ...rest, at: 6 };
    expect(renewed(held, facts)).toMatchObject({ sure: true, slip: { at: 6, mine: [0], lines: [{ state: "doing", step: 1 }] } });
    expect(renewed(held, { ...facts, at: 4 }).slip).toBe(held);
    expect(renewed(slip([line("checking")], { kind: "council", checks_now: true }), { ...facts, kind: "council" })).toMatchObject({ sure: false, slip: { checks_now: false } });
  });

  it("shows ahead what was pressed, in that line alone", () => {
    const two = slip([line("open"), line("open", { number: 1 })]);
    expect(ahead(two, 1, "take").lines.map(({ state }) => state)).toEqual(["open", "doing"]);
  });
});

describe("a due day", () => {
  it("is over once it has passed and somebody is waited for", () => {
    const due = (day: string | null, state: State) => isOverdue(slip([line(state)], { due_on: day }), NOON);
    expect([due("2026-04-06", "open"), due("2026-04-07", "open"), due("2026-04-06", "answered"), due(null, "open")]).toEqual([true, false, false, false]);
  });
});

describe("a list by section", () => {
  it("puts what follows under one name, in the order that it came in", () => {
    const of = (id: string, unit: string, name: string) => slip([line("waiting", { to: { kind: "unit", unit_id: unit }, name })], { id });
    const parts = bySection([of("a", "u1", "総務課"), of("b", "u1", "総務課"), of("c", "u2", "財政課")]);
    expect(parts.map(([name, part]) => [name, part.map(({ id }) => id)])).toEqual([
      ["総務課", ["a", "b"]],
      ["財政課", ["c"]],
    ]);
  });

  it("names everybody who did something", () => {
    const one = slip([line("received", { acts: [{ act: "receive", at: "2026-04-01T00:00:00Z", by: "p1", operator: "p2" }] })]);
    expect(namedIn(one)).toEqual(["maker", "p1", "p2"]);
  });
});
