import { expect, test } from "vitest";
import { likeness, similarAmong, similarTo } from "./model.similar.ts";

const ideas = [
  { id: "1", words: "窓口に番号札を置く" },
  { id: "2", words: "番号札を窓口に置いてほしい" },
  { id: "3", words: "昼休みも窓口を開ける" },
  { id: "4", words: "ロビーに椅子を増やす" },
];

test("the same words are alike whatever their width, their case and their points", () => {
  expect(likeness("ＰＣを増やす。", "pcを増やす")).toBe(1);
  expect(likeness("カウンター", "かうんたー")).toBe(1);
  expect(likeness("番号札", "椅子")).toBe(0);
  expect(likeness("、。", "!?")).toBe(0);
});

test("somebody who writes is shown what was written already, the likest first", () => {
  expect(similarTo("窓口に番号札を置いてほしい", ideas).map((one) => one.id)).toEqual(["2", "1"]);
  expect(similarTo("ロビーの椅子を増やす", ideas).map((one) => one.id)).toEqual(["4"]);
  expect(similarTo("駐車場を広くする", ideas)).toEqual([]);
  expect(similarTo("窓", ideas)).toEqual([]);
});

test("ideas that may be the same find each other", () => {
  const found = similarAmong(ideas);
  expect(found.get("1")?.map((one) => one.id)).toEqual(["2"]);
  expect(found.get("2")?.map((one) => one.id)).toEqual(["1"]);
  expect(found.has("3")).toBe(false);
});

test("among many that end alike only those that are the same find each other", () => {
  const many = Array.from({ length: 200 }, (_, place) => ({ id: `m${place}`, words: `${String.fromCharCode(0x4e00 + 2 * place, 0x4e01 + 2 * place)}してほしいです` }));
  const found = similarAmong([...many, ...ideas]);
  expect(found.get("1")?.map((one) => one.id)).toEqual(["2"]);
  expect(found.get("2")?.map((one) => one.id)).toEqual(["1"]);
});
