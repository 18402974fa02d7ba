import { describe, expect, test } from "vitest";
import type { DutyException } from "../../model.ts";
import { again, clockText, daysOf, firstDay, fromTemplate, minutesOf, monthAfter, moved, sortText, weekdayOf } from "./words.ts";

describe("rotas", () => {
  test("times of day are typed and shown as minutes of it", () => {
    expect([clockText(510), clockText(0), clockText(null)]).toEqual(["08:30", "00:00", ""]);
    expect([minutesOf("08:30"), minutesOf("24:00"), minutesOf("")]).toEqual([510, null, null]);
    expect(sortText({ kind: "duty", begins: 510, ends: 510 })).toBe("当番 08:30~翌日 08:30");
    expect(sortText({ kind: "rest", begins: null, ends: null })).toBe("週休");
  });

  test("crews of a template come on duty one after another", () => {
    const { crews, cycle } = fromTemplate("three", "2026-04-01");
    const onDuty = (day: number) => crews.filter((crew) => cycle[(day + crew.offset) % cycle.length]?.kind === "duty").map((crew) => crew.name);
    expect([onDuty(0), onDuty(1), onDuty(2), onDuty(3)]).toEqual([["1部"], ["2部"], ["3部"], ["1部"]]);
  });

  test("months have their days, and the next is found over the end of a year", () => {
    expect(daysOf("2028-02-01")).toHaveLength(29);
    expect(daysOf("2026-04-01").at(-1)).toBe("2026-04-30");
    expect([monthAfter("2026-12-01", 1), monthAfter("2026-01-01", -1)]).toEqual(["2027-01", "2025-12"]);
    expect(weekdayOf("2026-04-01")).toBe(3);
  });

  test("whoever moves stays where they were until the day before, and whoever was not there yet just moves", () => {
    const [old, later] = [
      { person_id: "a", valid_from: "2024-04-01", valid_to: null },
      { person_id: "b", valid_from: "2026-04-02", valid_to: "2026-05-31" },
    ];
    const crews = [1, 2].map((number) => ({ number, name: `${number}部`, offset: 0, members: number === 1 ? [old, later] : [] }));
    expect(moved(crews, old, 2, "2026-04-02").map((crew) => crew.members)).toEqual([
      [{ ...old, valid_to: "2026-04-01" }, later],
      [{ ...old, valid_from: "2026-04-02" }],
    ]);
    expect(moved(crews, later, 2, "2026-04-02").map((crew) => crew.members)).toEqual([[old], [later]]);
  });

  test("whoever's post is still to begin comes into a crew with it", () => {
    const units = [
      { id: "town", parent_id: null },
      { id: "fire", parent_id: "town" },
      { id: "station", parent_id: "fire" },
    ];
    const post = (unit_id: string, valid_from: string, valid_to: string | null = null) => ({ unit_id, valid_from, valid_to });
    const first = (...posts: ReturnType<typeof post>[]) => firstDay(posts, units, "fire", "2026-03-20");
    expect(first(post("town", "2020-04-01", "2026-03-31"), post("station", "2026-04-01"))).toBe("2026-04-01");
    expect(first(post("station", "2020-04-01", "2026-03-31"), post("fire", "2026-04-01"))).toBe("2026-03-20");
    expect(first(post("town", "2020-04-01"))).toBe("2026-03-20");
  });

  test("what was taken back is sent again as it was: a day, or both sides of an exchange", () => {
    const off = { kind: "off", begins: null, ends: null } as const;
    const duty = { kind: "duty", begins: 510, ends: 510 } as const;
    const one: DutyException = { id: "1", person_id: "a", day: "2026-04-05", instead: off, swap_id: null, note: "休暇" };
    expect(again([one])).toEqual({ exception: { person_id: "a", day: "2026-04-05", instead: off, note: "休暇" } });
    const swapped: DutyException[] = [
      { ...one, id: "2", instead: off, day: "2026-04-04", swap_id: "s" },
      { ...one, id: "3", instead: duty, day: "2026-04-04", person_id: "b", swap_id: "s" },
      { ...one, id: "4", instead: duty, day: "2026-04-05", swap_id: "s" },
      { ...one, id: "5", instead: off, day: "2026-04-05", person_id: "b", swap_id: "s" },
    ];
    expect(again(swapped)).toEqual({ swap: { person_id: "a", day: "2026-04-04", with: "b", with_day: "2026-04-05", note: "休暇" } });
    expect(again([])).toBeNull();
  });
});
