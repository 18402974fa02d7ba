import { expect, test } from "vitest";
import { begun, carried, outcome, type Around } from "./act.ts";
import { distanceTo, endAt, markAt } from "./hit.ts";
import { added, beside, changed, did, NOTHING, redone, removed, undone, wentOn } from "./history.ts";
import { boundsOf, isSeen, moved, nextId, stretched, wholeDots, type Line, type Mark, type Shape, type Words } from "./marks.ts";
import { drawnName, formatOf, isDrawable } from "./names.ts";
import { averages, tilesOf } from "./tiles.ts";
import { fitting, panned, showing, toPicture, toRoom, zoomed } from "./zoom.ts";

const PICTURE = { width: 800, height: 600 };
const style = { colour: "red", width: 1 } as const;
const shape = (kind: Shape["kind"], id = 1, from = { x: 100, y: 100 }, to = { x: 200, y: 180 }): Shape => ({ id, kind, ...style, from, to });
const pen: Line = { id: 7, kind: "pen", ...style, points: [{ x: 10, y: 10 }, { x: 60, y: 10 }, { x: 60, y: 90 }] };
const words: Words = { id: 8, kind: "words", ...style, at: { x: 300, y: 300 }, text: "ひび", size: { width: 80, height: 40 } };
const around = (marks: readonly Mark[] = [], selected: number | null = null): Around => ({ picture: PICTURE, marks, ...style, selected, slack: 8 });

test("what is taken back comes again, until something else is drawn", () => {
  const two = added(added(NOTHING, pen), words);
  expect(undone(two).now).toEqual([pen]);
  expect(redone(undone(two)).now).toEqual([pen, words]);
  const other = added(undone(two), shape("box", 9));
  expect(other.now.map(({ id }) => id)).toEqual([7, 9]);
  expect(redone(other)).toEqual(other);
  expect(undone(NOTHING)).toEqual(NOTHING);
});

test("changing and removing a mark can be taken back, and removing none is no step", () => {
  const one = added(NOTHING, shape("box"));
  const red = changed(one, { ...shape("box"), colour: "blue" });
  expect(undone(red).now[0]?.colour).toBe("red");
  expect(undone(removed(red, 1)).now[0]?.colour).toBe("blue");
  expect(removed(red, 99)).toBe(red);
  expect(did(red, red.now)).toBe(red);
});

test("steps of the arrow keys are taken back together", () => {
  const one = added(NOTHING, shape("box"));
  const step = changed(one, shape("box", 1, { x: 110, y: 100 }));
  const next = wentOn(step, shape("box", 1, { x: 120, y: 100 }));
  expect(next.now).toEqual([shape("box", 1, { x: 120, y: 100 })]);
  expect(undone(next).now).toEqual(one.now);
});

test("marks are chosen one after the other, round and round", () => {
  const marks = [pen, words];
  expect(beside(marks, null, 1)?.id).toBe(7);
  expect(beside(marks, null, -1)?.id).toBe(8);
  expect(beside(marks, 8, 1)?.id).toBe(7);
  expect(beside(marks, 7, -1)?.id).toBe(8);
  expect(beside([], null, 1)).toBeNull();
});

test("a mark is hit on its line, what hides is hit within, and the uppermost first", () => {
  expect(distanceTo({ x: 30, y: 14 }, { x: 10, y: 10 }, { x: 60, y: 10 })).toBe(4);
  expect(markAt([pen], { x: 30, y: 14 }, 2, 4)).toBe(pen);
  expect(markAt([pen], { x: 30, y: 40 }, 2, 4)).toBeNull();
  const [cover, frame] = [shape("cover", 1), shape("box", 2)];
  expect(markAt([frame, cover], { x: 150, y: 140 }, 2, 4)).toBe(cover);
  expect(markAt([cover, frame], { x: 150, y: 140 }, 2, 4)).toBe(cover);
  expect(markAt([cover, frame], { x: 101, y: 140 }, 2, 4)).toBe(frame);
  // Within a frame and on nothing else there is the frame.
  expect(markAt([frame], { x: 150, y: 140 }, 2, 4)).toBe(frame);
  expect(markAt([words], { x: 310, y: 310 }, 2, 4)).toBe(words);
});

test("an ellipse is hit on its edge and not in the corner of its box", () => {
  const ellipse = shape("ellipse", 1, { x: 0, y: 0 }, { x: 200, y: 100 });
  const frame = shape("box", 2, { x: -400, y: -400 }, { x: 800, y: 800 });
  expect(markAt([ellipse], { x: 100, y: 1 }, 1, 4)).toBe(ellipse);
  expect(markAt([frame, ellipse], { x: 2, y: 2 }, 1, 4)).toBe(ellipse);
  expect(markAt([ellipse], { x: -3, y: -3 }, 1, 4)).toBeNull();
});

test("the ends of a chosen shape are held, its nearer end first", () => {
  expect(endAt(shape("arrow"), { x: 203, y: 181 }, 6)).toBe("to");
  expect(endAt(shape("arrow"), { x: 98, y: 99 }, 6)).toBe("from");
  expect(endAt(shape("arrow"), { x: 150, y: 140 }, 6)).toBeNull();
  expect(endAt(pen, { x: 10, y: 10 }, 6)).toBeNull();
});

test("a moved mark keeps its middle in the picture, and a stretched one its ends", () => {
  expect(moved(pen, { x: 5, y: -5 }, PICTURE)).toMatchObject({ points: [{ x: 15, y: 5 }, { x: 65, y: 5 }, { x: 65, y: 85 }] });
  const far = boundsOf(moved(words, { x: 10_000, y: -10_000 }, PICTURE));
  expect([far.x + far.width / 2, far.y + far.height / 2]).toEqual([800, 0]);
  expect(stretched(shape("box"), "to", { x: 900, y: -4 }, PICTURE).to).toEqual({ x: 800, y: 0 });
});

test("a press without a movement makes no shape, but a dot of the pen", () => {
  expect(isSeen(shape("cover", 1, { x: 5, y: 5 }, { x: 5, y: 5 }))).toBe(false);
  expect(isSeen(shape("arrow", 1, { x: 5, y: 5 }, { x: 5, y: 50 }))).toBe(true);
  expect(isSeen({ ...pen, points: [{ x: 1, y: 1 }] })).toBe(true);
  expect(isSeen({ ...words, text: "　" })).toBe(false);
});

test("dragging draws, from the press to where it ends, under an id of its own", () => {
  const act = carried(begun("cover", { x: 10, y: 20 }, around([words])), { x: 90, y: 2000 }, PICTURE, 1);
  expect(outcome(act)).toEqual({ added: { id: 9, kind: "cover", ...style, from: { x: 10, y: 20 }, to: { x: 90, y: 600 } } });
  expect(outcome(begun("cover", { x: 10, y: 20 }, around()))).toBeNull();
  expect(nextId([])).toBe(1);
});

test("a line keeps how hard it was pressed and leaves out places that are too near", () => {
  let act = begun("pen", { x: 10, y: 10, press: 0.25 }, around());
  act = carried(act, { x: 10.5, y: 10, press: 0.5 }, PICTURE, 2);
  act = carried(act, { x: 20, y: 10, press: 0.75 }, PICTURE, 2);
  expect(outcome(act)).toMatchObject({ added: { points: [{ x: 10, y: 10, press: 0.25 }, { x: 20, y: 10, press: 0.75 }] } });
});

test("choosing moves what is pressed, stretches what is held at its end, and pans where nothing is", () => {
  const box = shape("box");
  expect(begun("choose", { x: 500, y: 500 }, around([box]))).toEqual({ how: "pan" });
  const move = carried(begun("choose", { x: 150, y: 100 }, around([box])), { x: 160, y: 110 }, PICTURE, 1);
  expect(outcome(move)).toMatchObject({ changed: { id: 1, from: { x: 110, y: 110 }, to: { x: 210, y: 190 } } });
  const stretch = carried(begun("choose", { x: 200, y: 180 }, around([box], 1)), { x: 300, y: 300 }, PICTURE, 1);
  expect(outcome(stretch)).toMatchObject({ changed: { from: { x: 100, y: 100 }, to: { x: 300, y: 300 } } });
  // A press alone changes nothing.
  expect(outcome(begun("choose", { x: 150, y: 100 }, around([box])))).toBeNull();
});

test("what hides covers every dot that it touches, and none outside the picture", () => {
  expect(wholeDots({ x: 10.4, y: 20.6, width: 5.2, height: 5.2 }, PICTURE)).toEqual({ x: 10, y: 20, width: 6, height: 6 });
  expect(wholeDots({ x: -5, y: 590, width: 10, height: 50 }, PICTURE)).toEqual({ x: 0, y: 590, width: 5, height: 10 });
});

test("a mosaic has few tiles however small it is, and none beside the picture", () => {
  const tiles = tilesOf({ from: { x: 0, y: 0 }, to: { x: 120, y: 60 } }, PICTURE);
  expect(tiles).toMatchObject({ columns: 9, rows: 4 });
  expect(tilesOf({ from: { x: 3, y: 3 }, to: { x: 9, y: 9 } }, PICTURE)).toMatchObject({ columns: 1, rows: 1 });
  expect(tilesOf({ from: { x: -50, y: 0 }, to: { x: -10, y: 60 } }, PICTURE)).toBeNull();
});

test("a tile is what its dots are on average, and what is seen through does not darken it", () => {
  const [black, white, clear] = [[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0]];
  const dots = (...all: (number[] | undefined)[]) => new Uint8ClampedArray(all.flatMap((dot) => dot ?? []));
  expect([...averages(dots(black, white, white, black), { width: 2, height: 2 }, 1, 1)]).toEqual([128, 128, 128, 255]);
  expect([...averages(dots(black, white), { width: 2, height: 1 }, 2, 1)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
  expect([...averages(dots(white, clear), { width: 2, height: 1 }, 1, 1)]).toEqual([255, 255, 255, 128]);
  // Fewer dots than tiles: each tile takes one.
  expect(averages(dots(white), { width: 1, height: 1 }, 2, 2)).toHaveLength(16);
});

test("a drawn picture says so in its name and keeps the ending that is true", () => {
  expect(drawnName("現場.jpg", "image/jpeg", "（書き込み）")).toBe("現場（書き込み）.jpg");
  expect(drawnName("現場.JPEG", "image/jpeg", "（書き込み）")).toBe("現場（書き込み）.JPEG");
  expect(drawnName("図面.webp", "image/jpeg", "（書き込み）")).toBe("図面（書き込み）.jpg");
  expect(drawnName("R8.4.1 現場", "image/png", "（書き込み）")).toBe("R8.4.1 現場（書き込み）.png");
  expect(drawnName("画面.png", "image/png", " (drawn)")).toBe("画面 (drawn).png");
});

test("photos stay photos, and what has letters or is seen through keeps every dot", () => {
  expect(formatOf("image/jpeg", false)).toBe("image/jpeg");
  expect(formatOf("image/webp", false)).toBe("image/jpeg");
  expect(formatOf("image/webp", true)).toBe("image/png");
  expect(formatOf("image/png", false)).toBe("image/png");
  expect([isDrawable("image/heic"), isDrawable("image/svg+xml"), isDrawable("application/pdf")]).toEqual([true, false, false]);
});

test("the whole picture fits, and zooming keeps the place under the fingers", () => {
  const room = { width: 416, height: 616 };
  const whole = fitting(PICTURE, room);
  expect(whole).toEqual({ scale: 0.5, x: 8, y: 158 });
  const about = toRoom(whole, { x: 400, y: 300 });
  const near = zoomed(whole, 4, about, PICTURE, room);
  expect(near.scale).toBe(2);
  expect(toPicture(near, about)).toEqual({ x: 400, y: 300 });
  // Two fingers move it along.
  expect(toPicture(zoomed(whole, 4, about, PICTURE, room, { x: about.x + 30, y: about.y }), { x: about.x + 30, y: about.y })).toEqual({ x: 400, y: 300 });
  expect(zoomed(near, 0.01, about, PICTURE, room)).toEqual(whole);
});

test("a picture is never lost beside the window, and the place of the keys comes into it", () => {
  const room = { width: 416, height: 616 };
  const near = zoomed(fitting(PICTURE, room), 4, { x: 208, y: 308 }, PICTURE, room);
  expect(panned(near, { x: 100_000, y: 100_000 }, PICTURE, room)).toMatchObject({ x: 8, y: 8 });
  const at = toRoom(showing(near, { x: 790, y: 590 }, PICTURE, room), { x: 790, y: 590 });
  expect(at.x).toBeLessThanOrEqual(room.width);
  expect(at.y).toBeLessThanOrEqual(room.height);
  expect(showing(near, { x: 400, y: 300 }, PICTURE, room)).toBe(near);
});
