import { describe, expect, it, test } from "vitest";
import type { Unit } from "../../platform/people.ts";
import { again, atMinute, endOfDay, hoursLeft, isAbsent, minuteOf, renamed, sectionOf, subtree, tally, todayAgain } from "./model.whereabouts.ts";

const now = Date.parse("2026-04-08T14:00:00+09:00");

test("a time is read as people type it", () => {
  for (const [typed, minute] of [["15:30", 930], ["1530", 930], ["930", 570], ["１５：３０", 930], ["15時", 900], ["15時半", 930], ["15時5分", 905], ["午後3時", 900], ["午後3時半ごろ", 930], ["午前9時", 540], ["17:15まで", 1035], ["9", 540]] as const) expect(minuteOf(typed), typed).toBe(minute);
  for (const typed of ["", "25:00", "12:60", "夕方", "15:3", "12345"]) expect(minuteOf(typed), typed).toBeNull();
});

test("hours that are over are not offered", () => {
  expect(hoursLeft(now)).toEqual([900, 1035]);
  expect(atMinute(now, 900)).toBe("2026-04-08T06:00:00.000Z");
  expect(endOfDay(now)).toBe("2026-04-08T15:00:00.000Z");
});

const unit = (id: string, parent_id: string | null, kind: Unit["kind"]) => ({ id, parent_id, kind }) as Unit;
const units = [unit("部", null, "department"), unit("課", "部", "section"), unit("係", "課", "team"), unit("他", "部", "section")];

test("people of a team answer for their section, all below it included", () => {
  expect(["部", "課", "係", "なし"].map((id) => sectionOf(units, id))).toEqual(["部", "課", "課", null]);
  expect([...subtree(units, "課")]).toEqual(["課", "係"]);
  expect([...subtree(units, null)]).toEqual([]);
});

const said = { kind: "out", place_id: null, place: "県庁", extension: null, own_extension: null, until: "2026-04-08T06:00:00.000Z", since: "2026-04-08T03:00:00Z" } as const;

test("who is out is absent until it lapses, and who is on leave always", () => {
  expect(isAbsent({ whereabouts: said }, now)).toBe(true);
  expect(isAbsent({ whereabouts: said }, now + 3_600_000)).toBe(false);
  expect(isAbsent({ whereabouts: { ...said, kind: "at_desk" } }, now)).toBe(false);
  expect(isAbsent({ whereabouts: null, on_leave: true }, now)).toBe(true);
});

test("what is undone comes back as it was, unless it has lapsed", () => {
  expect(again(said, now)).toEqual({ kind: "out", place_id: null, place: "県庁", extension: null, until: said.until });
  // Of a place's extension and one's own the latter is what was said.
  expect(again({ ...said, place_id: "p", extension: "7000" }, now)).toMatchObject({ place_id: "p", extension: null });
  expect(again({ ...said, place_id: "p", extension: "7001", own_extension: "7001" }, now)).toMatchObject({ place_id: "p", extension: "7001" });
  expect(again({ ...said, kind: null, place: null }, now)).toEqual({});
  expect(again(said, now + 3_600_000)).toEqual({});
});

test("who is at a place of which the name changes is there under the new one, and in words once it is gone", () => {
  const there = { ...said, place_id: "p", extension: "7000" };
  const place = { place_id: "p", name: "東庁舎", extension: "7100", removed: false };
  expect(renamed(there, place)).toEqual({ ...there, place: "東庁舎", extension: "7100" });
  expect(renamed({ ...there, own_extension: "7001" }, place)).toMatchObject({ extension: "7001", own_extension: "7001" });
  expect(renamed(there, { ...place, removed: true })).toEqual({ ...there, place_id: null, place: "東庁舎", extension: "7100", own_extension: "7100" });
  expect(renamed(said, place)).toBe(said);
});

test("who said no more than a place is counted apart, and who took it back with those who said nothing", () => {
  const people = [said, { ...said, kind: "at_desk" as const }, { ...said, kind: null }, { ...said, kind: null, place: null }, null];
  expect(tally(people.map((whereabouts) => ({ whereabouts })), now)).toEqual([1, 1, 1, 2]);
});

describe("what was said last", () => {
  const now = Date.parse("2026-04-09T00:00:00Z");
  const last = { since: "2026-04-08T00:00:00Z", until: "2026-04-08T15:00:00Z", place: "本庁舎 3階 総務課", place_id: "8", point_id: "1" };

  it("is said again for today, at the same point, place or words", () => {
    expect(todayAgain({ ...last, kind: "at_desk" }, now)).toEqual({ kind: "at_desk", point_id: "1", until: endOfDay(now) });
    expect(todayAgain({ ...last, point_id: null, kind: "home" }, now)).toEqual({ kind: "home", place_id: "8", until: endOfDay(now) });
    expect(todayAgain({ ...last, point_id: null, place_id: null }, now)).toEqual({ place: last.place, until: endOfDay(now) });
  });

  it("is not proposed where it was for that day alone", () => {
    expect(todayAgain({ ...last, kind: "out" }, now)).toBeNull();
    expect(todayAgain({ ...last, kind: "day_off" }, now)).toBeNull();
    expect(todayAgain(null, now)).toBeNull();
  });
});
