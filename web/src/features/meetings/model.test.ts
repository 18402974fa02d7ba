import { describe, expect, it } from "vitest";
import { beginnings, besideOf, changesOf, fieldOf, instantOf, isSameDraft, marginAt, marginsOf, moved, placeOf, rebased, withMargin, withMeeting, type Draft, type Item, type Margin, type Material, type Meeting } from "./model.ts";

const meeting = (id: string, startsAt: string, tick: number, more: Partial<Meeting> = {}): Meeting => ({
  id,
  room_id: "r",
  title: id,
  starts_at: startsAt,
  place: "",
  chair: { id: "p", name: "佐藤" },
  created_by: { id: "p", name: "佐藤" },
  created_at: startsAt,
  tick,
  ...more,
});

const item = (minutes: number | null): Item => ({ id: "i", title: "予算", minutes, speaker: "", decided: "", actions: "" });

const material = (more: Partial<Material>): Material => ({ id: "m", title: "資料1", editions: [], is_gone: false, upto: 5, ...more });

const margin = (page: number, beside: string, words = "書き込み", id = `${page}${beside}`): Margin => ({
  id,
  meeting_id: "k",
  meeting_title: "会議",
  material_id: "m",
  material_title: "資料1",
  page,
  beside,
  words,
  at: "2026-05-01T00:00:00Z",
});

describe("meetings in a list", () => {
  it("stand with the latest first, and an older row does not take the place of a newer one", () => {
    const list = [meeting("b", "2026-05-02T00:00:00Z", 2), meeting("a", "2026-05-01T00:00:00Z", 1)];
    expect(withMeeting(list, meeting("c", "2026-05-03T00:00:00Z", 3)).map(({ id }) => id)).toEqual(["c", "b", "a"]);
    expect(withMeeting(list, meeting("b", "2026-05-09T00:00:00Z", 1))).toBe(list);
    expect(withMeeting(list, meeting("b", "2026-05-02T00:00:00Z", 4, { withdrawn_at: "2026-05-02T01:00:00Z" })).map(({ id }) => id)).toEqual(["a"]);
  });

  it("have items that begin when those before them end", () => {
    expect(beginnings("2026-05-01T00:30:00Z", [item(20), item(null), item(5)])).toEqual(["2026-05-01T00:30:00.000Z", "2026-05-01T00:50:00.000Z", null]);
  });

  it("begin at a time of the office's zone", () => {
    expect(fieldOf("2026-05-01T00:30:00Z")).toBe("2026-05-01T09:30");
    expect(instantOf("2026-05-01T09:30")).toBe("2026-05-01T00:30:00.000Z");
    expect([fieldOf(null), instantOf("")]).toEqual(["", null]);
  });
});

describe("what changed of a material", () => {
  it("is told of a note since one saw it, and since the meeting before", () => {
    expect(changesOf(material({ note_id: "n", seen_upto: 3, previous_upto: 2 }))).toEqual([
      { kind: "seen", from: 3 },
      { kind: "last", from: 2 },
    ]);
    expect(changesOf(material({ note_id: "n", seen_upto: 5, previous_upto: 5 }))).toEqual([]);
    expect(changesOf(material({ note_id: "n" }))).toEqual([]);
  });

  it("is told of a file that was replaced to whoever saw the one before", () => {
    expect(changesOf(material({ upto: 2, seen_upto: 1 }))).toEqual([{ kind: "replaced", edition: 2 }]);
    expect(changesOf(material({ upto: 2 }))).toEqual([]);
  });
});

describe("margin notes", () => {
  const blocks = ["次第", "開始は九時", "予算", "開始は九時"];

  it("are found again by the first words of their block, the nearest of several", () => {
    expect(placeOf(margin(1, "予算"), blocks)).toBe(3);
    expect(placeOf(margin(4, "開始は九時"), blocks)).toBe(4);
    expect(placeOf(margin(2, "もうない"), blocks)).toBe(2);
    expect(placeOf(margin(7, ""), blocks)).toBe(7);
  });

  it("come in the order of their places, and those of other materials do not", () => {
    const all = [margin(1, "予算", "後"), margin(2, "開始は九時", "前"), { ...margin(1, ""), material_id: "other" }];
    expect(marginsOf(all, "m", blocks).map((one) => [one.margin.words, one.place])).toEqual([
      ["前", 2],
      ["後", 3],
    ]);
  });

  it("are replaced by what is written in their own place, and gone when emptied", () => {
    const one = withMargin([margin(1, "", "一")], margin(1, "", "二"));
    expect(one.map(({ words }) => words)).toEqual(["二"]);
    expect(withMargin(one, margin(1, "", " "))).toEqual([]);
  });

  it("leave those alone that were written at the same number before blocks moved", () => {
    const moved = ["新しい一", "新しい二", ...blocks];
    const old = margin(3, "予算", "前から");
    const placed = marginsOf([old], "m", moved);
    expect(placed.map(({ place }) => place)).toEqual([5]);
    expect(marginAt(placed, 3, null)).toBeNull();
    const both = withMargin([old], margin(3, "次第", "今", "new"));
    expect(marginsOf(both, "m", moved).map((one) => [one.margin.words, one.place])).toEqual([
      ["今", 3],
      ["前から", 5],
    ]);
  });

  it("of several beside one block the one that was chosen is at hand", () => {
    const placed = marginsOf([margin(3, "予算", "一", "a"), margin(3, "予算", "二", "b")], "m", blocks);
    expect([marginAt(placed, 3, null)?.id, marginAt(placed, 3, "b")?.id, marginAt(placed, 2, "b")]).toEqual(["a", "b", null]);
  });

  it("keep whole letters of their block", () => {
    expect([...besideOf("𠮷".repeat(80))]).toHaveLength(60);
    expect(besideOf("  一\n 二 ")).toBe("一 二");
  });
});

describe("an agenda that two put in order", () => {
  const row = (id: string, title = id) => ({ id, title, minutes: null, speaker: "" });
  const draft = (...items: ReturnType<typeof row>[]): Draft => ({ items, materials: [] });

  it("has what the other added, and is otherwise as somebody made it", () => {
    const base = draft(row("a"), row("b"));
    const made = draft(row("a", "予算"), row("c"));
    expect(rebased(base, made, draft(row("a", "別の名"), row("b"), row("d")))).toEqual(draft(row("a", "予算"), row("c"), row("d")));
  });

  it("is known as the same", () => {
    expect(isSameDraft(draft(row("a")), draft(row("a")))).toBe(true);
    expect(isSameDraft(draft(row("a")), draft(row("a", "b")))).toBe(false);
  });
});

it("rows are moved one place, and not beyond the ends", () => {
  expect(moved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
