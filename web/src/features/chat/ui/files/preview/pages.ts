/** So many pages lie one below the other at a time: browsers know no element as high as ten thousand of them, made larger. */
export const MOST_LAID = 1000;
/** Between two pages, and before the first. */
export const GAP_PX = 12;
const LOWEST_PX = 40;
const HIGHEST_PX = 20_000;

export interface Size {
  width: number;
  height: number;
}

/** Which pages are laid so that one of them has others around it; pages count from 1, and `end` is the first that is not. */
export function laidAround(page: number, count: number): { first: number; end: number } {
  const first = Math.max(1, Math.min(page - MOST_LAID / 2, count - MOST_LAID + 1));
  return { first, end: Math.min(count + 1, first + MOST_LAID) };
}

/** Whether pages before or after those that are laid come near. */
export function comesNearEnd(page: number, { first, end }: { first: number; end: number }, count: number): boolean {
  const near = MOST_LAID / 10;
  return (first > 1 && page < first + near) || (end <= count && page >= end - near);
}

/** How large a page is drawn, in CSS pixels to a point: it fits the width, whatever its own, and stays readable. */
export function scaleOf({ width, height }: Size, place: number, zoom: number): number {
  const fit = Math.min(1.5, Math.max(0.05, (place - 2 * GAP_PX) / width));
  return Math.min(fit * zoom, HIGHEST_PX / height);
}

/** How much smaller than it fits the width a page is drawn so that all of it is on screen. */
export function wholeZoom(size: Size, place: Size): number {
  return Math.min(1, Math.max(1, place.height - 2 * GAP_PX) / (size.height * scaleOf(size, place.width, 1)));
}

/** How high the place of a page is: a page of next to nothing has a place too, or thousands would be on screen. */
export const placeHeight = (size: Size, place: number, zoom: number) => Math.max(LOWEST_PX, Math.round(size.height * scaleOf(size, place, zoom)));

/** Where each of some heights begins, one below the other, and last where they end. */
export function topsOf(heights: readonly number[]): number[] {
  const tops = [GAP_PX];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height + GAP_PX);
  return tops;
}

/** Which of them is at a height; the last that begins above it. */
export function indexAt(tops: readonly number[], height: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

const MOST_DOTS = 12e6;
const LONGEST_SIDE = 8192;

/** How many dots of a canvas are drawn to a CSS pixel: as many as the screen has, as long as browsers have such a canvas. */
export function dotsFor({ width, height }: Size, screen: number): number {
  return Math.min(screen, Math.sqrt(MOST_DOTS / (width * height)), LONGEST_SIDE / Math.max(width, height));
}

/** The page that somebody typed, in full-width digits too; null when there is none such. */
export function typedPage(text: string, count: number): number | null {
  const plain = text.normalize("NFKC").trim();
  const page = /^\d{1,9}$/.test(plain) ? Number(plain) : 0;
  return page >= 1 && page <= count ? page : null;
}
