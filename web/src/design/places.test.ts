import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COLOURS } from "../platform/marks.ts";

const style = readFileSync(new URL("./places.css", import.meta.url), "utf8");

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, as WCAG counts it. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const [WHITE, BLACK] = ["#ffffff", "#000000"];
// The grounds beside which a tile or a band lies, in light and in dark.
const LIGHT = [WHITE, "#f8f8fb", "#f2f2f2"];
const DARK = ["#1b1c20", "#16171a", "#101114"];

test.each(COLOURS)("%s carries its text and is seen on every ground", (colour) => {
  const [, deep = "", pale = ""] = new RegExp(`\\[data-place="${colour}"\\] \\{ --deep: (#\\w{6}); --pale: (#\\w{6}); \\}`).exec(style) ?? [];
  expect(contrast(deep, WHITE)).toBeGreaterThanOrEqual(4.5);
  for (const ground of [...LIGHT, ...DARK]) expect(contrast(deep, ground), ground).toBeGreaterThanOrEqual(3);
  expect(contrast(pale, BLACK)).toBeGreaterThanOrEqual(7);
});

test("no two organisations' colours are the same", () => {
  const colours = [...style.matchAll(/--(?:deep|pale): (#\w{6})/g)].map((match) => match[1]);
  expect(new Set(colours).size).toBe(2 * COLOURS.length);
});
