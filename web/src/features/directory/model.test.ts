import { expect, test } from "vitest";
import type { Unit } from "../../platform/people.ts";
import { pathTo, treeOf } from "./model.ts";

function unit(id: string, parent_id: string | null): Unit {
  return { id, parent_id, name: id, short_name: null, reading: id, kind: "section", order: 0, depth: 0, head_count: 0, valid_from: "2020-04-01", valid_to: null };
}

const units = [unit("city", null), unit("general", "city"), unit("staff", "general"), unit("welfare", "city"), unit("orphan", "closed")];

test("the tree keeps the order that the server gives", () => {
  const [city, orphan] = treeOf(units);
  expect(city?.children.map((branch) => branch.unit.id)).toEqual(["general", "welfare"]);
  expect(city?.children[0]?.children.map((branch) => branch.unit.id)).toEqual(["staff"]);
  expect(orphan?.unit.id).toBe("orphan");
});

test("the way to a unit begins at the top", () => {
  expect(pathTo(units, "staff")).toEqual(["city", "general", "staff"]);
  expect(pathTo(units, null)).toEqual([]);
});
