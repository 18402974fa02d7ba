import { expect, test } from "vitest";
import type { Person, Unit } from "../../platform/people.ts";
import type { Me } from "../../platform/session.ts";
import { pathTo, recordOf, treeOf } from "./model.ts";

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

test("a record is changed where it is kept: guests and bots in lists of their own", () => {
  const person = (change: Partial<Person>) => ({ id: "p", name: "山田 太郎", posts: [], ...change }) as unknown as Person;
  const me = (rights: Me["rights"], powers: Me["powers"]) => ({ person: { id: "me" }, rights, powers }) as unknown as Me;
  const keeper = me("member", [{ function: "people", verb: "change", unit_ids: null }]);
  expect(recordOf(keeper, person({}), "2026-11-29")).toBe("/admin/people/p");
  expect(recordOf(keeper, person({ guest: true }), "2026-11-29")).toBe(`/admin/guests?q=${encodeURIComponent("山田 太郎")}`);
  expect(recordOf(keeper, person({ bot: true }), "2026-11-29")).toBeNull();
  expect(recordOf(me("administrator", keeper.powers), person({ bot: true }), "2026-11-29")).toBe(`/admin/bots?q=${encodeURIComponent("山田 太郎")}`);
  expect(recordOf(me("member", []), person({ guest: true }), "2026-11-29")).toBeNull();
});
