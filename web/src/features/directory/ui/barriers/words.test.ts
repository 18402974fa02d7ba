import { describe, expect, test } from "vitest";
import type { Barrier, CircleEntry, Contact, Reason } from "../../model.ts";
import { draftOf, entryText, leavesText, NOTHING, outlookText, reasonText, reasonTexts, removalText, withEntries, type Names } from "./words.ts";

const names: Names = {
  person: (id) => ({ sato: "佐藤 一郎" })[id] ?? "…",
  unit: (id) => ({ hisho: "秘書課", soumu: "総務部" })[id] ?? "…",
  title: (id) => ({ mayor: "市長", director: "部長" })[id] ?? "…",
};
const entry = (change: Partial<CircleEntry>): CircleEntry => ({ person_id: null, unit_id: null, title_id: null, ...change });
const everything: Contact = { find: true, write: true, add: true, mention: true, see: true };
const barrier: Barrier = { id: "b", name: "市長・副市長", protects: [entry({ title_id: "mayor" })], keepers: [entry({ unit_id: "hisho" })], leaves: NOTHING, desk_unit_id: "hisho", protected_count: 2, keeper_count: 14, tick: 7 };
const reason = (change: Partial<Reason>): Reason => ({ barrier_id: "b", name: "市長・副市長", leaves: NOTHING, protected_by: [entry({ title_id: "mayor" })], side: null, side_by: [], ...change });

describe("a line of a circle", () => {
  test("names a person, a unit, a title, or a title in a unit", () => {
    expect([{ person_id: "sato" }, { unit_id: "hisho" }, { title_id: "mayor" }, { unit_id: "soumu", title_id: "director" }].map((line) => entryText(entry(line), names))).toEqual(["佐藤 一郎", "秘書課", "市長", "総務部の部長"]);
  });

  test("stands there once, however often it is added", () => {
    const circle = withEntries([entry({ unit_id: "hisho" })], [entry({ unit_id: "hisho" }), entry({ unit_id: "hisho", title_id: "director" })]);
    expect(circle).toEqual([entry({ unit_id: "hisho" }), entry({ unit_id: "hisho", title_id: "director" })]);
  });
});

test("what a barrier leaves is listed, and nothing is said to be nothing", () => {
  expect(leavesText({ ...NOTHING, find: true, see: true })).toBe("名簿で探す、在席を見る");
  expect(leavesText(NOTHING)).toBe("なし");
});

test("taking a barrier down says what becomes possible, and that its desk goes", () => {
  expect(removalText({ ...barrier, leaves: { ...everything, write: false } })).toMatch(/^守られている2人に、だれでも次のことができるようになります:直接書く。.*新しい取次は頼めなくなります/);
  expect(removalText({ ...barrier, leaves: everything, desk_unit_id: null })).toBe("守られている2人について、できることは変わりません。");
});

test("an editor has in hand what can be changed, and nothing else", () => {
  const { id: _id, protected_count: _protected, keeper_count: _keepers, tick: _tick, ...rest } = barrier;
  expect(draftOf(barrier)).toEqual(rest);
});

describe("why somebody can be reached", () => {
  const told = (change: Partial<Reason>) => reasonText(reason(change), "佐藤", "田中", names);

  test("a keeper is one by name or by post, and the desk's people always are", () => {
    expect(told({ side: "keeper", side_by: [entry({ unit_id: "hisho" })] })).toBe("「市長・副市長」が田中さんを「市長」として守っています。佐藤さんは「秘書課」として連絡できる人に入っているので、すべてできます。");
    expect(told({ side: "keeper", side_by: [entry({ unit_id: "hisho" }), entry({ person_id: "sato" })] })).toContain("佐藤さんは名前で連絡できる人に入っている");
    expect(told({ side: "keeper" })).toContain("佐藤さんは取次窓口の人なので");
  });

  test("the protected are free among one another", () => {
    expect(told({ side: "protected", side_by: [entry({ title_id: "mayor" })] })).toContain("佐藤さんも「市長」として守られる人なので、互いに");
  });

  test("everybody else may do what is left, which may be nothing or all", () => {
    expect(told({})).toContain("直接は何もできません。");
    expect(told({ leaves: { ...NOTHING, find: true } })).toContain("できるのは「名簿で探す」だけです。");
    expect(told({ leaves: everything })).toContain("すべて許されています。");
  });

  test("where no barrier protects somebody, that is said", () => {
    expect(reasonTexts({ contact: everything, reasons: [] }, "佐藤", "田中", names)).toEqual(["田中さんを守る制限はありません。だれでも連絡できます。"]);
  });
});

test("of many people the first are named and the others counted", () => {
  const people = Array.from({ length: 50 }, (_, at) => ({ name: `職員${at}` }));
  expect(outlookText("連絡できる人", 60, people, 2)).toBe("連絡できる人 60人:職員0、職員1 ほか58人");
  expect(outlookText("守られる人", 0, [])).toBe("守られる人 0人:いまあてはまる人はいません。");
});
