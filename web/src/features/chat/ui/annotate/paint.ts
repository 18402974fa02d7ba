import { boundsOf, boxBetween, COLOURS, isLine, layered, lettersOf, thicknessOf, unitOf, wholeDots, type Line, type Mark, type Shape, type Size, type Spot, type Width, type Words } from "./marks.ts";
import { averages, tilesOf } from "./tiles.ts";

type Pen = CanvasRenderingContext2D;

/** A picture to be drawn upon, upright. */
export interface Picture extends Size {
  full: ImageBitmap;
  /** The same with few enough dots to be drawn at every movement. */
  small: HTMLCanvasElement;
  type: string;
}

const SEEN_THROUGH = 0.45;
const HEAD = 5;

export const fontOf = (height: number) => `bold ${height}px ${getComputedStyle(document.body).fontFamily}`;

let ruler: Pen | null = null;

/** How much room words take. */
export function measured(text: string, width: Width, picture: Size): Size {
  const height = lettersOf(width, unitOf(picture));
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return { width: height * text.length, height };
  ruler.font = fontOf(height);
  return { width: Math.ceil(ruler.measureText(text).width), height };
}

/** The letters of these words are there before they are drawn. */
export const lettersFor = (marks: readonly Mark[]): Promise<unknown> => Promise.all(marks.map((mark) => mark.kind === "words" && document.fonts.load(fontOf(mark.size.height), mark.text).catch(() => undefined)));

function line(pen: Pen, mark: Line, unit: number): void {
  const width = thicknessOf(mark, unit);
  const [first, ...rest] = mark.points;
  if (!first) return;
  pen.lineCap = pen.lineJoin = "round";
  pen.lineWidth = width;
  if (mark.points.some(({ press }) => press !== undefined)) {
    let before = first;
    for (const point of rest.length > 0 ? rest : [first]) {
      pen.lineWidth = width * (0.4 + 1.2 * (point.press ?? 0.5));
      pen.beginPath();
      pen.moveTo(before.x, before.y);
      pen.lineTo(point.x, point.y);
      pen.stroke();
      before = point;
    }
    return;
  }
  if (mark.kind === "marker") pen.globalAlpha = SEEN_THROUGH;
  pen.beginPath();
  pen.moveTo(first.x, first.y);
  // Through the middles between places, so that no corner shows.
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next) pen.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
    else pen.lineTo(point.x, point.y);
  });
  if (rest.length === 0) pen.lineTo(first.x, first.y);
  pen.stroke();
}

function arrow(pen: Pen, { from, to }: Shape, width: number): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return;
  const [along, across]: [Spot, Spot] = [
    { x: (to.x - from.x) / length, y: (to.y - from.y) / length },
    { x: -(to.y - from.y) / length, y: (to.x - from.x) / length },
  ];
  const head = Math.min(length, width * HEAD);
  const neck = { x: to.x - along.x * head, y: to.y - along.y * head };
  pen.lineCap = "round";
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(neck.x, neck.y);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(to.x, to.y);
  pen.lineTo(neck.x + (across.x * head) / 2, neck.y + (across.y * head) / 2);
  pen.lineTo(neck.x - (across.x * head) / 2, neck.y - (across.y * head) / 2);
  pen.closePath();
  pen.fill();
}

// Marks never change, a moved one is another: what was worked out for one holds as long as there is it.
const tiled = new WeakMap<Shape, HTMLCanvasElement>();

function mosaic(pen: Pen, mark: Shape, picture: Picture): void {
  const tiles = tilesOf(mark, picture);
  if (!tiles) return;
  const { columns, rows } = tiles;
  let made = tiled.get(mark);
  if (!made) {
    const { small } = picture;
    const [across, down] = [small.width / picture.width, small.height / picture.height];
    const left = Math.min(small.width - 1, Math.floor(tiles.x * across));
    const top = Math.min(small.height - 1, Math.floor(tiles.y * down));
    const size = { width: Math.max(1, Math.min(small.width - left, Math.round(tiles.width * across))), height: Math.max(1, Math.min(small.height - top, Math.round(tiles.height * down))) };
    const dots = small.getContext("2d")?.getImageData(left, top, size.width, size.height).data;
    made = Object.assign(document.createElement("canvas"), { width: columns, height: rows });
    if (dots) made.getContext("2d")?.putImageData(new ImageData(averages(dots, size, columns, rows), columns, rows), 0, 0);
    tiled.set(mark, made);
  }
  // Where the picture lets through, what lay below must not stay.
  pen.clearRect(tiles.x, tiles.y, tiles.width, tiles.height);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(made, tiles.x, tiles.y, tiles.width, tiles.height);
}

function shape(pen: Pen, mark: Shape, picture: Picture, unit: number): void {
  const box = boxBetween(mark.from, mark.to);
  const width = thicknessOf(mark, unit);
  pen.lineWidth = width;
  switch (mark.kind) {
    case "arrow":
      return arrow(pen, mark, width);
    case "cover": {
      const { x, y, width: wide, height } = wholeDots(box, picture);
      return pen.fillRect(x, y, wide, height);
    }
    case "mosaic":
      return mosaic(pen, mark, picture);
    case "box":
      pen.lineJoin = "round";
      return pen.strokeRect(box.x, box.y, box.width, box.height);
    case "ellipse":
      pen.beginPath();
      pen.ellipse(box.x + box.width / 2, box.y + box.height / 2, box.width / 2, box.height / 2, 0, 0, Math.PI * 2);
      return pen.stroke();
  }
}

function words(pen: Pen, { at, text, size, colour }: Words): void {
  pen.font = fontOf(size.height);
  pen.textBaseline = "top";
  pen.lineJoin = "round";
  // They are read on any ground.
  pen.strokeStyle = colour === "white" || colour === "yellow" ? "#000" : "#fff";
  pen.lineWidth = size.height / 6;
  pen.strokeText(text, at.x, at.y);
  pen.fillText(text, at.x, at.y);
}

/** Draws marks, mosaics lowest: what they show of the picture must not lie over what was covered. One unit of the pen is one dot of the picture. */
export function paintMarks(pen: Pen, marks: readonly Mark[], picture: Picture): void {
  const unit = unitOf(picture);
  for (const mark of layered(marks)) {
    pen.save();
    pen.strokeStyle = pen.fillStyle = COLOURS[mark.colour];
    if (mark.kind === "words") words(pen, mark);
    else if (isLine(mark)) line(pen, mark, unit);
    else shape(pen, mark, picture, unit);
    pen.restore();
  }
}

/** Shows which mark is chosen, and the ends by which it is held; `dot` is one dot of the screen. */
export function paintChoice(pen: Pen, mark: Mark, unit: number, dot: number): void {
  const box = boundsOf(mark);
  const more = (mark.kind === "words" ? 0 : thicknessOf(mark, unit) / 2) + 4 * dot;
  pen.save();
  for (const [colour, dashes] of [["#fff", []], ["#00118f", [6 * dot, 4 * dot]]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2 * dot;
    pen.setLineDash([...dashes]);
    pen.strokeRect(box.x - more, box.y - more, box.width + 2 * more, box.height + 2 * more);
  }
  pen.setLineDash([]);
  for (const end of "from" in mark ? [mark.from, mark.to] : []) {
    pen.beginPath();
    pen.arc(end.x, end.y, 7 * dot, 0, Math.PI * 2);
    pen.fillStyle = "#fff";
    pen.fill();
    pen.stroke();
  }
  pen.restore();
}

/** Shows the place that the arrow keys move. */
export function paintCursor(pen: Pen, { x, y }: Spot, dot: number): void {
  pen.save();
  for (const [colour, width] of [["#fff", 5], ["#00118f", 2]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = width * dot;
    pen.beginPath();
    pen.moveTo(x - 14 * dot, y);
    pen.lineTo(x + 14 * dot, y);
    pen.moveTo(x, y - 14 * dot);
    pen.lineTo(x, y + 14 * dot);
    pen.stroke();
  }
  pen.restore();
}
