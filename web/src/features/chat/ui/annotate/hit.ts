import { boundsOf, isLine, layered, thicknessOf, type Box, type Mark, type Shape, type Spot } from "./marks.ts";

/** How far a place is from the straight line between two others. */
export function distanceTo(spot: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / length));
  return Math.hypot(spot.x - from.x - along * dx, spot.y - from.y - along * dy);
}

const contains = (box: Box, spot: Spot, more: number) => spot.x >= box.x - more && spot.x <= box.x + box.width + more && spot.y >= box.y - more && spot.y <= box.y + box.height + more;

function nearEllipse(box: Box, spot: Spot, reach: number): boolean {
  const [a, b] = [box.width / 2, box.height / 2];
  const [x, y] = [spot.x - box.x - a, spot.y - box.y - b];
  const outer = (x / (a + reach)) ** 2 + (y / (b + reach)) ** 2 <= 1;
  const inner = a > reach && b > reach && (x / (a - reach)) ** 2 + (y / (b - reach)) ** 2 < 1;
  return outer && !inner;
}

function onShape(mark: Shape, spot: Spot, reach: number): boolean {
  const box = boundsOf(mark);
  switch (mark.kind) {
    case "arrow":
      return distanceTo(spot, mark.from, mark.to) <= reach;
    case "ellipse":
      return nearEllipse(box, spot, reach);
    case "box": {
      const inner = { x: box.x + reach, y: box.y + reach, width: box.width - 2 * reach, height: box.height - 2 * reach };
      return contains(box, spot, reach) && !(inner.width > 0 && inner.height > 0 && contains(inner, spot, 0));
    }
    default:
      return contains(box, spot, 0);
  }
}

function onMark(mark: Mark, spot: Spot, unit: number, slack: number): boolean {
  if (mark.kind === "words") return contains(boundsOf(mark), spot, slack / 2);
  const reach = thicknessOf(mark, unit) / 2 + slack;
  if (!isLine(mark)) return onShape(mark, spot, reach);
  const { points } = mark;
  if (!contains(boundsOf(mark), spot, reach)) return false;
  return points.some((point, index) => distanceTo(spot, points[index - 1] ?? point, point) <= reach);
}

/**
 * The mark at a place, the uppermost first; `slack` is how far beside it still counts. Within a frame there is the frame, where
 * nothing else is.
 */
export function markAt(marks: readonly Mark[], spot: Spot, unit: number, slack: number): Mark | null {
  const down = layered(marks).reverse();
  return down.find((mark) => onMark(mark, spot, unit, slack)) ?? down.find((mark) => (mark.kind === "box" || mark.kind === "ellipse") && contains(boundsOf(mark), spot, 0)) ?? null;
}

/** The end of a shape that is held at a place. */
export function endAt(mark: Mark, spot: Spot, slack: number): "from" | "to" | null {
  if (!("from" in mark)) return null;
  const near = (end: Spot) => Math.hypot(spot.x - end.x, spot.y - end.y) <= slack;
  return near(mark.to) ? "to" : near(mark.from) ? "from" : null;
}
