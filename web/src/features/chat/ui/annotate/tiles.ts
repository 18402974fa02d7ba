import { boxBetween, wholeDots, type Box, type Shape, type Size } from "./marks.ts";

/** A box and into how many tiles it falls. */
export interface Tiling extends Box {
  columns: number;
  rows: number;
}

// Six tiles across a face leave nothing to know it by; on a large picture a tile is seen from afar.
const ACROSS = 6;
const OF_PICTURE = 64;
const SMALLEST = 8;

/** The tiles of a mosaic; nothing where it lies beside the picture. */
export function tilesOf({ from, to }: Pick<Shape, "from" | "to">, picture: Size): Tiling | null {
  const box = wholeDots(boxBetween(from, to), picture);
  if (box.width === 0 || box.height === 0) return null;
  const tile = Math.max(SMALLEST, Math.max(picture.width, picture.height) / OF_PICTURE, Math.min(box.width, box.height) / ACROSS);
  return { ...box, columns: Math.max(1, Math.floor(box.width / tile)), rows: Math.max(1, Math.floor(box.height / tile)) };
}

/** What the dots of each tile are on average, as dots of their own. */
export function averages(dots: Uint8ClampedArray, { width, height }: Size, columns: number, rows: number): Uint8ClampedArray<ArrayBuffer> {
  const made = new Uint8ClampedArray(columns * rows * 4);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const left = Math.floor((column * width) / columns);
      const top = Math.floor((row * height) / rows);
      // Where the copy has fewer dots than there are tiles, each takes one.
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns));
      const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows));
      const sum = [0, 0, 0, 0] as [number, number, number, number];
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) {
          const at = (y * width + x) * 4;
          const alpha = dots[at + 3] ?? 0;
          sum[0] += (dots[at] ?? 0) * alpha;
          sum[1] += (dots[at + 1] ?? 0) * alpha;
          sum[2] += (dots[at + 2] ?? 0) * alpha;
          sum[3] += alpha;
        }
      }
      const weight = Math.max(1, sum[3]);
      made.set([sum[0] / weight, sum[1] / weight, sum[2] / weight, sum[3] / ((right - left) * (bottom - top))], (row * columns + column) * 4);
    }
  }
  return made;
}
