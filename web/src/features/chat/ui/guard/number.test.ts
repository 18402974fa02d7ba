import { expect, test } from "vitest";
import { holdsPersonalNumber } from "./number.ts";

test.each(["123456789018", "番号は123456789018です", "1234 5678 9018", "1234-5678-9018", "１２３４５６７８９０１８", "１２３４　５６７８　９０１８", "１２３４－５６７８－９０１８", "1234ー5678ー9018", "123456789018 5人分"])("%s holds a personal number", (text) => {
  expect(holdsPersonalNumber(text)).toBe(true);
});

test.each(["", "123456789012", "12345678901", "1234567890180", "1234 5678 9018 3456", "090-1234-5678", "000000000000", "111111111111", "1234--5678--9018", "1234\n5678\n9018", "令和8年4月1日"])("%s holds none", (text) => {
  expect(holdsPersonalNumber(text)).toBe(false);
});
