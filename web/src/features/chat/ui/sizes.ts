import type { VirtualItem } from "@tanstack/react-virtual";
import type { TimelineRow } from "./rows.ts";

const ESTIMATE_PX = 76;
const MOST_KEPT = 3000;
export const PADDING_PX = 12;

// A room that is opened again is laid out at once as it was: rows that were measured need no second pass.
const sizes = new Map<string, number>();
let windowPx = 600;

/** The height of a row as it was measured last, or a guess. */
export function sizeOf(row: TimelineRow | undefined): number {
  return sizes.get(row?.key ?? "") ?? ESTIMATE_PX;
}

/** Keeps what was measured when a timeline leaves the screen. */
export function rememberSizes(items: readonly VirtualItem[], height: number): void {
  windowPx = height;
  for (const item of items) {
    sizes.delete(String(item.key));
    sizes.set(String(item.key), item.size);
  }
  for (const key of sizes.keys()) {
    if (sizes.size <= MOST_KEPT) break;
    sizes.delete(key);
  }
}

/** The window through which a timeline is seen, as it was last. */
export function openingRect(): { width: number; height: number } {
  return { width: 0, height: windowPx };
}

/** Where a timeline opens: at the line before the first unread message, else at its end. The rows drawn first are then those that stay. */
export function openingOffset(rows: readonly TimelineRow[] | null): number {
  if (!rows) return 0;
  const line = rows.findIndex((row) => row.kind === "unread");
  const before = (line > 0 ? rows.slice(0, line) : rows).reduce((sum, row) => sum + sizeOf(row), PADDING_PX);
  const end = rows.reduce((sum, row) => sum + sizeOf(row), 2 * PADDING_PX) - windowPx;
  return Math.max(0, line > 0 ? Math.min(before, end) : end);
}
