import { expect, test } from "vitest";
import { idText, isId, newId } from "./ids.ts";

test("an id is 13 characters that the server's alphabet knows", () => {
  for (let round = 0; round < 200; round++) expect(isId(newId())).toBe(true);
});

test("an id carries its moment above 21 random bits", () => {
  const millis = Date.UTC(2039, 10, 21) - Date.UTC(2020, 0, 1);
  const id = newId(Date.UTC(2039, 10, 21), 0x1fffff);
  expect(id).toBe(idText((BigInt(millis) << 21n) | 0x1fffffn));
});

test("ids grow although the clock steps back", () => {
  const late = newId(Date.UTC(2040, 0, 1));
  const early = newId(Date.UTC(2030, 0, 1));
  expect(early > late).toBe(true);
});

test("a text that is no id is not taken for one", () => {
  for (const text of ["", "0", "zzzzzzzzzzzzz", "000000000000u", "000000000000I", "あいうえおかきくけこさしす"]) expect(isId(text)).toBe(false);
});
