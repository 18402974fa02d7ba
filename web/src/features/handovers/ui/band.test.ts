import { expect, test } from "vitest";
import type { Line } from "../model.ts";
import { known } from "./band.ts";

const line = (state: Line["state"], side: Line["side"], last_day: string | null = null) => ({ state, side, last_day }) as Line;

test("the band tells of what came by itself and of what is to be taken over", () => {
  const of = (own: Line[], others: Line[]) => {
    const { toWrite, toTake } = known({ own, others, posts: [] }, "2026-03-20");
    return [toWrite, toTake];
  };
  expect(of([], [])).toEqual([false, false]);
  expect(of([line("draft", "predecessor")], [])).toEqual([false, false]);
  expect(of([line("draft", "predecessor", "2026-03-31")], [])).toEqual([true, false]);
  expect(of([line("handed", "predecessor", "2026-03-31")], [line("handed", "successor")])).toEqual([false, true]);
  expect(of([], [line("handed", "head"), line("taken_over", "successor")])).toEqual([false, false]);
});
