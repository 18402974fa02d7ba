import { endAt, markAt } from "./hit.ts";
import { isLine, isSeen, moved, nextId, stretched, unitOf, within, type Colour, type Inked, type Kind, type Line, type Mark, type Shape, type Size, type Spot, type Width } from "./marks.ts";

/** What a press does. */
export type Tool = "choose" | Kind;

/** What somebody is at, from the press until the pointer is lifted. */
export type Act =
  | { how: "draw"; mark: Line | Shape }
  | { how: "move"; base: Mark; from: Spot; mark: Mark }
  | { how: "stretch"; base: Shape; end: "from" | "to"; mark: Shape }
  | { how: "write"; at: Spot }
  | { how: "pan" };

/** What a press needs to know. */
export interface Around {
  picture: Size;
  marks: readonly Mark[];
  colour: Colour;
  width: Width;
  selected: number | null;
  /** How far beside a mark still counts. */
  slack: number;
}

/** What begins with a press. */
export function begun(tool: Tool, spot: Inked, { picture, marks, colour, width, selected, slack }: Around): Act {
  if (tool === "choose") {
    const held = marks.find(({ id }) => id === selected);
    const end = held ? endAt(held, spot, slack) : null;
    if (held && end) return { how: "stretch", base: held as Shape, end, mark: held as Shape };
    const mark = markAt(marks, spot, unitOf(picture), slack);
    return mark ? { how: "move", base: mark, from: spot, mark } : { how: "pan" };
  }
  const at = within(spot, picture);
  if (tool === "words") return { how: "write", at: { x: at.x, y: at.y } };
  const known = { id: nextId(marks), colour, width };
  if (tool === "pen" || tool === "marker") return { how: "draw", mark: { ...known, kind: tool, points: [at] } };
  return { how: "draw", mark: { ...known, kind: tool, from: { x: at.x, y: at.y }, to: { x: at.x, y: at.y } } };
}

/** The same after a movement; places of a line nearer to each other than `gap` are one. */
export function carried(act: Act, spot: Inked, picture: Size, gap: number): Act {
  switch (act.how) {
    case "move":
      return { ...act, mark: moved(act.base, { x: spot.x - act.from.x, y: spot.y - act.from.y }, picture) };
    case "stretch":
      return { ...act, mark: stretched(act.base, act.end, { x: spot.x, y: spot.y }, picture) };
    case "draw": {
      const { mark } = act;
      if (!isLine(mark)) return { ...act, mark: stretched(mark, "to", { x: spot.x, y: spot.y }, picture) };
      const at = within(spot, picture);
      const last = mark.points.at(-1);
      if (last && Math.hypot(at.x - last.x, at.y - last.y) < gap) return act;
      return { ...act, mark: { ...mark, points: [...mark.points, at] } };
    }
    default:
      return act;
  }
}

/** What an act came to; nothing where nothing changed. */
export function outcome(act: Act): { added: Mark } | { changed: Mark } | null {
  if (act.how === "draw") return isSeen(act.mark) ? { added: act.mark } : null;
  if (act.how !== "move" && act.how !== "stretch") return null;
  const same = JSON.stringify(act.mark) === JSON.stringify(act.base);
  return same || !isSeen(act.mark) ? null : { changed: act.mark };
}
