import { expect, test } from "vitest";
import type { Room } from "../../model.ts";
import { affiliated, bySide, colourOf } from "./sides.ts";

const council = { share: "s1", name: "緑野市議会", code: "council", colour: "green" as const };
const fire = { share: "s2", name: "海辺消防団", code: "fire", colour: "vermilion" as const };
const shared = { shared_with: [council, fire] } as unknown as Room;
const person = (name: string, unit: string, partner = true) => ({ id: name, name, reading: "", title: null, unit, photo: null, active: true, place: null, ...(partner && { partner }) });

test("the members of a shared room stand by organisation, one's own first, each in the order of the list", () => {
  const members = [person("議長", "緑野市議会"), person("課長", "道路課", false), person("団長", "海辺消防団"), person("書記", "緑野市議会"), person("主査", "道路課", false)].map((one) => ({ person: one }));
  expect(bySide(members, shared).map(({ organisation, colour, members: of }) => [organisation, colour, of.map((member) => member.person.name).join()])).toEqual([
    [null, undefined, "課長,主査"],
    ["緑野市議会", "green", "議長,書記"],
    ["海辺消防団", "vermilion", "団長"],
  ]);
});

test("a partner is named with their organisation, in its colour as long as the room is shared with it", () => {
  const partner = person("議長", "緑野市議会");
  expect(affiliated(partner.name, partner)).toBe("議長(緑野市議会)");
  expect(affiliated("課長", person("課長", "道路課", false))).toBe("課長");
  expect(colourOf(shared, partner)).toBe("green");
  expect(colourOf(null, partner)).toBeUndefined();
  expect(colourOf(shared, person("課長", "緑野市議会", false))).toBeUndefined();
});
