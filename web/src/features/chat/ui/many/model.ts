import type { UnitKind } from "../../../../design/people/unitKinds.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Unit } from "../../../../platform/people.ts";
import type { NewRoom } from "../../api.ts";
import type { Rule } from "../../model.ts";

/** `unit`: the unit's own room. `with`: a unit's people together with some who are always there, such as the mayor. */
export type Sort = "unit" | "with";

export interface Draft {
  sort: Sort;
  kinds: readonly UnitKind[];
  /** Only what lies below this unit, and itself; empty for the whole organisation. */
  below: Id | "";
  /** A name with {@link SLOT} for the unit's. */
  pattern: string;
  /** Taken out by hand. */
  without: readonly Id[];
}

/** What stands for the unit's name. */
export const SLOT = "{部署}";

/** A room as the organisation has it already. */
export type There = { kind: string; name: string; unit_id?: Id | null; rule?: Rule | null; archived_at?: string | null };

export interface Planned {
  unit: Unit;
  name: string;
  /** It is there already: nothing is made. */
  there: boolean;
  chosen: boolean;
}

export const nameOf = (pattern: string, unit: Pick<Unit, "name">) => pattern.replaceAll(SLOT, unit.name).trim();

/** The units that lie below one, and it itself. */
function within(units: readonly Unit[], below: Id | ""): readonly Unit[] {
  if (below === "") return units;
  const inside = new Set([below]);
  // Units come in official order: whoever lies above another comes before it.
  for (const unit of units) if (unit.parent_id && inside.has(unit.parent_id)) inside.add(unit.id);
  return units.filter((unit) => inside.has(unit.id));
}

/** The rooms that a draft stands for, in official order. */
export function plan(units: readonly Unit[], rooms: readonly There[], draft: Draft): Planned[] {
  const open = rooms.filter((room) => !room.archived_at);
  const withRoom = new Set(open.filter((room) => room.kind === "unit").map((room) => room.unit_id));
  // Sections of two departments may bear one name.
  const isThere = (unit: Unit, name: string) => open.some((room) => room.kind === "rule" && room.name === name && room.rule?.units?.includes(unit.id));
  return within(units, draft.below)
    .filter((unit) => draft.kinds.includes(unit.kind))
    .map((unit) => {
      const name = nameOf(draft.pattern, unit);
      const there = draft.sort === "unit" ? withRoom.has(unit.id) : isThere(unit, name);
      return { unit, name, there, chosen: !there && !draft.without.includes(unit.id) };
    });
}

/** What the server is asked for. */
export function roomOf(id: Id, sort: Sort, { unit, name }: Planned, purpose: string, people: readonly Id[]): NewRoom {
  if (sort === "unit") return { id, kind: "unit", name, purpose, unit_id: unit.id };
  const rule: Rule = { max_rank: null, units: [unit.id], employments: [] };
  return { id, kind: "rule", name, purpose, rule, people: [...people] };
}
