import { expect, test } from "vitest";
import { shortName } from "./marks.ts";

const short = (...names: string[]) => names.map((name) => shortName(name, names));

test("a tile shows the first two characters of a name", () => {
  expect(short("緑野市", "青空診療所")).toEqual(["緑野", "青空"]);
  expect(short("緑野市")).toEqual(["緑野"]);
  expect(short("𠮷野町")).toEqual(["𠮷野"]);
});

test("names that begin alike are told apart by what comes after", () => {
  expect(short("緑野市", "緑野市議会", "緑野市消防団")).toEqual(["緑野", "議会", "消防"]);
  expect(short("緑野市議会", "緑野市消防団")).toEqual(["議会", "消防"]);
  expect(short("Midori City", "Midori City Council")).toEqual(["Mi", "Co"]);
  expect(short("緑野市", "緑山市")).toEqual(["緑野", "緑山"]);
});
