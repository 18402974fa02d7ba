import { beforeEach, describe, expect, test } from "vitest";
import { chooseDateStyle } from "../../platform/dates.ts";
import type { Unit } from "../../platform/people.ts";
import { figures, instantOf, lineCount, nextApril, nextLook, obstacle, orderOf, orderText, stateText, turnedText, unitChoices, type Counts, type Difference, type OrderDraft, type Transfer, type UnitOrder } from "./model.ts";
import { t } from "./text.ts";

const NONE: Counts = { conflict: 0, unit: 0, added: 0, moved: 0, changed: 0, left: 0, leave: 0, unchanged: 0, absent: 0, lines: 0 };
const DRAFT: Transfer = { id: "t", name: "令和9年4月1日付け人事異動", effective_on: "2027-04-01", state: "draft", creates: false, orders: [], counts: NONE, done: 0, total: 0, author_id: "p", created_at: "2027-02-01T00:00:00Z", tick: 1 };
const DAY_MS = 86_400_000;

function unit(id: string, name: string, parent_id: string | null, depth: number): Unit {
  return { id, name, parent_id, depth, short_name: null, reading: `${id}よみ`, kind: "section", order: 0, head_count: 0, valid_from: "2020-04-01", valid_to: null };
}

const UNITS = [unit("city", "那珂山市", null, 0), unit("general", "総務部", "city", 1), unit("staff", "人事課", "general", 2), unit("citizens", "市民部", "city", 1), unit("counter", "市民課", "citizens", 2), unit("tax", "税務課", "citizens", 2)];
const created: UnitOrder = { kind: "create", unit_id: "new", name: "窓口課", reading: "まどぐちか", unit_kind: "section", parent_id: "citizens", order: null };
const change = (order: Partial<Extract<UnitOrder, { kind: "change" }>>): UnitOrder => ({ kind: "change", unit_id: "counter", name: null, reading: null, parent_id: null, ...order });
const said = (order: UnitOrder, orders: UnitOrder[] = []) => orderText(order, unitChoices(UNITS, [...orders, order]));

beforeEach(() => chooseDateStyle("era"));

describe("a new transfer", () => {
  test("is for the next first of April", () => {
    expect(nextApril("2027-03-31")).toBe("2027-04-01");
    expect(nextApril("2027-04-01")).toBe("2028-04-01");
    expect(nextApril("2026-11-28")).toBe("2027-04-01");
  });

  test("is called after its day", () => {
    expect(t.defaultName("令和9年4月1日")).toBe("令和9年4月1日付け人事異動");
  });
});

describe("how far a transfer is, in words", () => {
  test("a waiting one says when it becomes known, in the office's time", () => {
    expect(stateText({ ...DRAFT, state: "scheduled", release_at: "2027-03-31T15:00:00Z" }, "2027-03-01")).toBe("解禁待ち(令和9年4月1日(木) 00:00)");
  });

  test("a released one is in effect from its day on", () => {
    const released: Transfer = { ...DRAFT, state: "released" };
    expect(stateText(released, "2027-03-31")).toBe("解禁済み");
    expect(stateText(released, "2027-04-01")).toBe("発効済み");
  });
});

describe("looking again at what the server does by itself", () => {
  const release_at = "2027-03-20T00:00:00Z";
  const at = new Date(release_at).getTime();

  test("happens every second while it works, and never while only people act", () => {
    expect(nextLook({ ...DRAFT, state: "releasing" }, at)).toBe(1000);
    expect(nextLook({ ...DRAFT, state: "undoing" }, at)).toBe(1000);
    for (const state of ["draft", "released", "undone"] as const) expect(nextLook({ ...DRAFT, state }, at)).toBeNull();
  });

  test("waits for the release, but never longer than a timer can", () => {
    const waiting: Transfer = { ...DRAFT, state: "scheduled", release_at };
    expect(nextLook(waiting, at - 60_000)).toBe(60_000);
    expect(nextLook(waiting, at + 5_000)).toBe(1000);
    expect(nextLook(waiting, at - 90 * DAY_MS)).toBe(DAY_MS);
  });
});

describe("what will happen", () => {
  test("is told in figures without what does not", () => {
    expect(figures({ ...NONE, moved: 1204, added: 38 })).toEqual(["採用・転入 38人", "異動 1,204人"]);
  });

  test("has every line of the report, what is wrong too", () => {
    expect(lineCount({ ...NONE, conflict: 1, unit: 2, added: 3, moved: 4, changed: 5, left: 6, leave: 7, unchanged: 100, absent: 100, lines: 100 })).toBe(28);
  });

  test("is held up by a day that passed, by what is wrong, and by nothing to do", () => {
    const ready: Transfer = { ...DRAFT, counts: { ...NONE, moved: 1 } };
    expect(obstacle(ready, "2027-04-01")).toBeNull();
    expect(obstacle(ready, "2027-04-02")).toBe(t.obstaclePast);
    expect(obstacle({ ...ready, counts: { ...NONE, moved: 1, conflict: 3 } }, "2027-03-01")).toBe(t.obstacleConflicts(3));
    expect(obstacle(DRAFT, "2027-03-01")).toBe(t.obstacleEmpty);
  });

  test("a time is the office's, whatever the laptop's zone", () => {
    expect(instantOf("2027-04-01", "00:00")).toBe("2027-03-31T15:00:00.000Z");
  });
});

describe("orders about units, as sentences", () => {
  test("name units by their paths without the town itself", () => {
    expect(said(created)).toBe("「市民部/窓口課」を新設");
    expect(said({ kind: "close", unit_id: "general" })).toBe("「総務部」を廃止");
    expect(said({ kind: "merge", unit_id: "tax", into_id: "new" }, [created])).toBe("「市民部/税務課」を「市民部/窓口課」に統合");
  });

  test("tell what of a unit changes", () => {
    expect(said(change({ name: "市民窓口課" }))).toBe("「市民部/市民課」を「市民部/市民窓口課」に改称");
    expect(said(change({ parent_id: "general" }))).toBe("「市民部/市民課」を「総務部/市民課」に移管");
    expect(said(change({ name: "市民窓口課", parent_id: "general" }))).toBe("「市民部/市民課」を「総務部/市民窓口課」に移管・改称");
    expect(said(change({ reading: "しみんか" }))).toBe("「市民部/市民課」のよみを「しみんか」に変更");
  });

  test("say so when a unit is not there any more", () => {
    expect(said({ kind: "close", unit_id: "gone" })).toBe("「登録のない所属」を廃止");
  });

  test("are read from the report once they are settled", () => {
    const line: Difference = { number: 1, sort: "unit", staff_number: "", name: "", reading: "", field: "統合", before: "市民部/税務課", after: "総務部/税務課", english: "", japanese: "" };
    expect(turnedText(line)).toBe("「市民部/税務課」を「総務部/税務課」に統合");
    expect(turnedText({ ...line, field: "廃止", after: "" })).toBe("「市民部/税務課」を廃止");
  });
});

describe("the units that an order can name", () => {
  test("stand in official order, the new ones last below theirs", () => {
    const below: UnitOrder = { ...created, unit_id: "team", name: "窓口係", parent_id: "new" };
    const choices = unitChoices(UNITS, [created, below, { ...created, unit_id: "top", name: "消防本部", parent_id: null }]);
    expect(choices.map(({ id, depth }) => [id, depth])).toEqual([
      ["city", 0],
      ["general", 1],
      ["staff", 2],
      ["citizens", 1],
      ["counter", 2],
      ["tax", 2],
      ["new", 2],
      ["team", 3],
      ["top", 0],
    ]);
  });

  test("have one order at most, and none goes into one that ends", () => {
    const choices = unitChoices(UNITS, [change({ name: "市民窓口課" }), { kind: "close", unit_id: "tax" }]);
    expect(choices.filter((choice) => choice.isOrdered).map((choice) => choice.id)).toEqual(["counter", "tax"]);
    expect(choices.filter((choice) => choice.ends).map((choice) => choice.id)).toEqual(["tax"]);
  });
});

describe("an order that somebody fills in", () => {
  const draft: OrderDraft = { kind: "change", unit: "counter", into: "", name: "市民課", reading: "counterよみ", unitKind: "section", parent: "" };

  test("changes only what is other than now", () => {
    expect(orderOf({ ...draft, name: " 市民窓口課 " }, UNITS, "fresh")).toEqual(change({ name: "市民窓口課" }));
    expect(orderOf({ ...draft, parent: "general" }, UNITS, "fresh")).toEqual(change({ parent_id: "general" }));
  });

  test("is none when nothing is other than now", () => {
    expect(orderOf({ ...draft, parent: "citizens" }, UNITS, "fresh")).toBeNull();
  });

  test("gives a new unit the id by which others can name it", () => {
    expect(orderOf({ ...draft, kind: "create", name: "窓口課", reading: "まどぐちか", parent: "citizens" }, UNITS, "new")).toEqual(created);
  });
});
