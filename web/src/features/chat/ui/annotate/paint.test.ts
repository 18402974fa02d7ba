import { afterEach, expect, test, vi } from "vitest";
import { markAt } from "./hit.ts";
import type { Shape } from "./marks.ts";
import { paintMarks, type Picture } from "./paint.ts";

const SIZE = { width: 800, height: 600 };
const shape = (id: number, kind: Shape["kind"], from: number, to: number): Shape => ({ id, kind, colour: "black", width: 1, from: { x: from, y: from }, to: { x: to, y: to } });

/** A pen that notes what it leaves on the picture, in order. */
function noting() {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  return { done, pen: { save() {}, restore() {}, clearRect: note("cleared"), drawImage: note("tiles"), fillRect: note("cover") } as unknown as CanvasRenderingContext2D };
}

afterEach(() => void vi.unstubAllGlobals());

test("a mosaic that is drawn after a cover brings back nothing of what was covered", () => {
  vi.stubGlobal("document", { createElement: () => ({ getContext: () => null }) });
  const { done, pen } = noting();
  const picture = { ...SIZE, small: { ...SIZE, getContext: () => null } } as unknown as Picture;
  const marks = [shape(1, "cover", 100, 300), shape(2, "mosaic", 200, 400)];
  paintMarks(pen, marks, picture);
  expect(done).toEqual(["cleared", "tiles", "cover"]);
  // What is seen uppermost is what is taken hold of.
  expect(markAt(marks, { x: 250, y: 250 }, 1, 0)?.id).toBe(1);
});
