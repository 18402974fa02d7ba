/** A place in a picture, in its own dots from its upper left corner. */
export interface Spot {
  x: number;
  y: number;
}

/** A place of a line, and how hard it was pressed where the pointer tells. */
export interface Inked extends Spot {
  press?: number;
}

export interface Size {
  width: number;
  height: number;
}

export type Box = Spot & Size;

/** The colours, each of which has a name. */
export const COLOURS = { red: "#e60012", blue: "#0050ff", yellow: "#ffd600", black: "#000000", white: "#ffffff" } as const;
export type Colour = keyof typeof COLOURS;
export const COLOUR_NAMES = Object.keys(COLOURS) as Colour[];

/** Thin, middle, thick. */
export const WIDTHS = [0, 1, 2] as const;
export type Width = (typeof WIDTHS)[number];

interface Style {
  colour: Colour;
  width: Width;
}

interface Known extends Style {
  id: number;
}

export interface Line extends Known {
  kind: "pen" | "marker";
  points: readonly Inked[];
}

/** What lies between two places. */
export interface Shape extends Known {
  kind: "arrow" | "box" | "ellipse" | "cover" | "mosaic";
  from: Spot;
  to: Spot;
}

export interface Words extends Known {
  kind: "words";
  at: Spot;
  text: string;
  /** How much of the picture they take, as they were measured. */
  size: Size;
}

/** One thing that was drawn over a picture. */
export type Mark = Line | Shape | Words;
export type Kind = Mark["kind"];

export const isLine = (mark: Mark): mark is Line => mark.kind === "pen" || mark.kind === "marker";
export const isShape = (mark: Mark): mark is Shape => "from" in mark;

/** The dots of one step of width: lines look alike on small and large pictures. */
export const unitOf = ({ width, height }: Size) => Math.max(1, Math.max(width, height) / 400);
const STEPS = { pen: [1.2, 2.4, 4.8], marker: [6, 10, 16], words: [14, 20, 32] } as const;
/** How thick a line is; of a marker, which lets through what lies below, more. */
export const thicknessOf = ({ kind, width }: Pick<Mark, "kind" | "width">, unit: number) => STEPS[kind === "marker" ? "marker" : "pen"][width] * unit;
/** How high letters are. */
export const lettersOf = (width: Width, unit: number) => Math.round(STEPS.words[width] * unit);

export const nextId = (marks: readonly Mark[]) => marks.reduce((most, { id }) => Math.max(most, id), 0) + 1;

/** The box between two places, whichever is the upper left one. */
export function boxBetween(from: Spot, to: Spot): Box {
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

/** Whole dots within a picture that contain a box: no edge of what is hidden shines through. */
export function wholeDots(box: Box, picture: Size): Box {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(picture.width, Math.ceil(box.x + box.width));
  const bottom = Math.min(picture.height, Math.ceil(box.y + box.height));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** The box around a mark, without the thickness of its line. */
export function boundsOf(mark: Mark): Box {
  if (mark.kind === "words") return { ...mark.at, ...mark.size };
  if (isShape(mark)) return boxBetween(mark.from, mark.to);
  const xs = mark.points.map(({ x }) => x);
  const ys = mark.points.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

const shifted = <S extends Spot>(spot: S, by: Spot): S => ({ ...spot, x: spot.x + by.x, y: spot.y + by.y });

/** A mark somewhere else; its middle stays in the picture, so that it is found again. */
export function moved(mark: Mark, by: Spot, picture: Size): Mark {
  const box = boundsOf(mark);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const goal = within(shifted(middle, by), picture);
  const step = { x: goal.x - middle.x, y: goal.y - middle.y };
  if (mark.kind === "words") return { ...mark, at: shifted(mark.at, step) };
  if (isShape(mark)) return { ...mark, from: shifted(mark.from, step), to: shifted(mark.to, step) };
  return { ...mark, points: mark.points.map((point) => shifted(point, step)) };
}

/** A shape whose one end lies elsewhere. */
export function stretched(mark: Shape, end: "from" | "to", spot: Spot, picture: Size): Shape {
  return { ...mark, [end]: within(spot, picture) };
}

/** The nearest place in the picture. */
export function within<S extends Spot>(spot: S, { width, height }: Size): S {
  return { ...spot, x: Math.min(width, Math.max(0, spot.x)), y: Math.min(height, Math.max(0, spot.y)) };
}

const SMALLEST = 2;
/** Whether there is anything to see of a mark: a press without a movement makes no shape. */
export function isSeen(mark: Mark): boolean {
  if (mark.kind === "words") return mark.text.trim() !== "";
  if (isLine(mark)) return mark.points.length > 0;
  const { width, height } = boundsOf(mark);
  return mark.kind === "arrow" ? Math.hypot(width, height) >= SMALLEST : width >= SMALLEST && height >= SMALLEST;
}

/** Marks as they lie over one another, the lowest first. Mosaics lie below all others, for they are made of the picture as it was. */
export const layered = (marks: readonly Mark[]): Mark[] => [...marks].sort((one, other) => Number(other.kind === "mosaic") - Number(one.kind === "mosaic"));
