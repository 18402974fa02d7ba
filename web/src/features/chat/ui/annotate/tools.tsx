import { t } from "../../text.annotate.ts";
import type { Tool } from "./act.ts";
import { COLOUR_NAMES, COLOURS, WIDTHS, type Colour, type Width } from "./marks.ts";
import { Sign } from "./signs.tsx";
import type { ToolItem } from "./Toolbar.tsx";

/** Which key takes which tool. */
export const TOOL_KEYS: Readonly<Record<string, Tool>> = { v: "choose", p: "pen", m: "marker", a: "arrow", r: "box", o: "ellipse", t: "words", f: "cover", z: "mosaic" };

export const toolsOf = (tool: Tool, take: (tool: Tool) => void): ToolItem[] =>
  Object.entries(TOOL_KEYS).map(([key, name]) => ({ key: name, label: t[name], keys: key.toUpperCase(), pressed: name === tool, named: true, sign: <Sign name={name} />, run: () => take(name) }));

/** A colour is shown and called by its name. */
export const coloursOf = (colour: Colour, take: (colour: Colour) => void): ToolItem[] =>
  COLOUR_NAMES.map((name, index) => ({
    key: name,
    label: t[name],
    keys: String(index + 1),
    pressed: name === colour,
    named: true,
    sign: (
      <svg className="annotate-colour" width="1.25rem" height="1.25rem" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <circle cx="10" cy="10" r="8.5" fill={COLOURS[name]} />
      </svg>
    ),
    run: () => take(name),
  }));

export const widthsOf = (width: Width, take: (width: Width) => void): ToolItem[] =>
  WIDTHS.map((step) => ({
    key: `width${step}`,
    label: t[`width${step}`],
    keys: String(step + 6),
    pressed: step === width,
    named: true,
    sign: (
      <svg className="annotate-width" width="1.25rem" height="1.25rem" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <path d="M3 10h14" strokeWidth={1.5 + step * 2.5} />
      </svg>
    ),
    run: () => take(step),
  }));
