import { expect, test } from "vitest";
import { choicesOf } from "./choices.ts";

const home = { code: null, name: "緑野市", colour: "indigo" };
const clinic = { code: "clinic", name: "青空診療所", colour: "teal" };
const council = { code: "council", name: "緑野市議会", colour: "green" };
const fire = { code: "fire", name: "海辺消防団", colour: "vermilion" };
const names = (search: string) => choicesOf([home, clinic, council], [{ ...council, name: "前の名前" }, fire], search).map(({ name }) => name);

test("one may go to what is listed, and to where one is signed in although it is not", () => {
  expect(names("")).toEqual(["緑野市", "青空診療所", "緑野市議会", "海辺消防団"]);
});

test("a part of the name or of the address finds an organisation", () => {
  expect(names("消防")).toEqual(["海辺消防団"]);
  expect(names("COUNCIL")).toEqual(["緑野市議会"]);
  expect(names("病院")).toEqual([]);
});
