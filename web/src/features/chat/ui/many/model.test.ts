import { describe, expect, it } from "vitest";
import type { Unit } from "../../../../platform/people.ts";
import { plan, roomOf, SLOT, type Draft } from "./model.ts";

const unit = (id: string, name: string, kind: Unit["kind"], parent: string | null = null) => ({ id, name, kind, parent_id: parent, depth: parent ? 1 : 0 }) as Unit;
const units = [unit("1", "総務部", "department"), unit("2", "総務課", "section", "1"), unit("3", "庶務係", "team", "2"), unit("4", "建設部", "department"), unit("5", "道路課", "section", "4")];
const draft: Draft = { sort: "unit", kinds: ["section"], below: "", pattern: SLOT, without: [] };
const names = (planned: ReturnType<typeof plan>) => planned.map((room) => room.name);

describe("rooms for many units", () => {
  it("are one for each unit of a kind, in official order, called after it", () => {
    expect(names(plan(units, [], draft))).toEqual(["総務課", "道路課"]);
    expect(names(plan(units, [], { ...draft, kinds: ["department", "team"], pattern: `${SLOT}の部屋` }))).toEqual(["総務部の部屋", "庶務係の部屋", "建設部の部屋"]);
  });

  it("are only those of what lies below a unit, however far", () => {
    expect(names(plan(units, [], { ...draft, kinds: ["section", "team"], below: "1" }))).toEqual(["総務課", "庶務係"]);
    expect(names(plan(units, [], { ...draft, kinds: ["department"], below: "4" }))).toEqual(["建設部"]);
  });

  it("leave out what is there already, and what somebody takes out", () => {
    const rooms = [
      { kind: "unit", name: "総務", unit_id: "2" },
      { kind: "unit", name: "道路課", unit_id: "5", archived_at: "2026-01-01" },
      { kind: "rule", name: "市長と道路課", rule: { max_rank: null, units: ["5"], employments: [] } },
      { kind: "rule", name: "市長と総務課", rule: { max_rank: null, units: ["9"], employments: [] } },
    ];
    expect(plan(units, rooms, draft).map((room) => [room.name, room.there, room.chosen])).toEqual([
      ["総務課", true, false],
      ["道路課", false, true],
    ]);
    expect(plan(units, rooms, { ...draft, sort: "with", pattern: `市長と${SLOT}`, without: ["2"] }).map((room) => [room.name, room.there, room.chosen])).toEqual([
      ["市長と総務課", false, false],
      ["市長と道路課", true, false],
    ]);
  });

  it("are asked for as the unit's own, or by its people together with those who are always there", () => {
    const [planned] = plan(units, [], draft);
    if (!planned) throw new Error("a room is planned");
    expect(roomOf("9", "unit", planned, "", ["7"])).toEqual({ id: "9", kind: "unit", name: "総務課", purpose: "", unit_id: "2" });
    expect(roomOf("9", "with", planned, "相談", ["7"])).toEqual({ id: "9", kind: "rule", name: "総務課", purpose: "相談", rule: { max_rank: null, units: ["2"], employments: [] }, people: ["7"] });
  });
});
