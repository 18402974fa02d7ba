import { parseInline, type Inline } from "./inline.ts";

/** The block structure of a body. A single line end is a line end, as in any chat. */
export type Block =
  | { t: "paragraph"; children: Inline[] }
  | { t: "heading"; children: Inline[] }
  | { t: "quote"; blocks: Block[] }
  | { t: "list"; ordered: boolean; start: number; items: Item[] }
  | { t: "code"; text: string }
  | { t: "rule" };

export interface Item {
  /** The box of a `[ ]` item; null for a plain one. */
  checked: boolean | null;
  blocks: Block[];
}

const FENCE = /^( {0,3})(`{3,})([^`]*)$/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^( {0,3})([-*+]) +(?=\S)/;
const NUMBER = /^( {0,3})(\d{1,9})[.)] +(?=\S)/;
const HEADING = /^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;
const RULE = /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/;
const CHECK = /^\[([ xX])\] /;
// Deeper nesting than anybody writes; bounds the work that a hostile text can cause.
const DEEPEST = 8;

/** Reads a body into blocks. Never throws. */
export function parseMarkup(body: string, depth = 0): Block[] {
  const lines = body.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    const text = paragraph.join("\n").trim();
    if (text !== "") blocks.push({ t: "paragraph", children: parseInline(text) });
    paragraph = [];
  };
  const deep = depth >= DEEPEST;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (fence) {
      flush();
      const end = closingFence(lines, at + 1, fence[2]?.length ?? 3);
      blocks.push({ t: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end;
    } else if (QUOTE.test(line) && !deep) {
      flush();
      const end = lines.findIndex((other, index) => index > at && !QUOTE.test(other));
      const inside = lines.slice(at, end < 0 ? lines.length : end).map((other) => other.replace(QUOTE, ""));
      blocks.push({ t: "quote", blocks: parseMarkup(inside.join("\n"), depth + 1) });
      at += inside.length - 1;
    } else if (line.trim() === "") {
      flush();
    } else if (RULE.test(line)) {
      flush();
      blocks.push({ t: "rule" });
    } else if (heading) {
      flush();
      blocks.push({ t: "heading", children: parseInline(heading[1] ?? "") });
    } else if (!deep && (BULLET.test(line) || NUMBER.test(line))) {
      flush();
      const list = readList(lines, at, depth);
      blocks.push(list.block);
      at = list.end - 1;
    } else paragraph.push(line);
  }
  flush();
  return blocks;
}

function closingFence(lines: readonly string[], from: number, ticks: number): number {
  for (let at = from; at < lines.length; at++) {
    const found = /^ {0,3}(`{3,})\s*$/.exec(lines[at] ?? "");
    if (found?.[1] && found[1].length >= ticks) return at;
  }
  return lines.length;
}

function readList(lines: readonly string[], from: number, depth: number): { block: Block; end: number } {
  const first = lines[from] ?? "";
  const ordered = NUMBER.test(first);
  const marker = ordered ? NUMBER : BULLET;
  const items: Item[] = [];
  let at = from;
  while (at < lines.length) {
    const found = marker.exec(lines[at] ?? "");
    if (!found) break;
    const width = found[0].length;
    const inside = [(lines[at] ?? "").slice(width)];
    at++;
    while (at < lines.length) {
      const line = lines[at] ?? "";
      const indent = line.length - line.trimStart().length;
      // Two columns are enough to belong to the item, as people type them.
      if (line.trim() === "" || indent < Math.min(2, width)) break;
      inside.push(line.slice(Math.min(indent, width)));
      at++;
    }
    const check = CHECK.exec(inside[0] ?? "");
    if (check) inside[0] = (inside[0] ?? "").slice(check[0].length);
    items.push({ checked: check ? check[1] !== " " : null, blocks: parseMarkup(inside.join("\n"), depth + 1) });
  }
  return { block: { t: "list", ordered, start: ordered ? Number(NUMBER.exec(first)?.[2] ?? 1) : 1, items }, end: at };
}

/** A body without its marks, for notices and lists; names come from the caller. */
export function plainText(body: string, name: (node: Extract<Inline, { t: "person" | "unit" | "room" | "everyone" }>) => string): string {
  const inline = (nodes: readonly Inline[]): string =>
    nodes
      .map((node) => {
        if (node.t === "text" || node.t === "code") return node.text;
        if (node.t === "break") return " ";
        return "children" in node ? inline(node.children) : name(node);
      })
      .join("");
  const block = (part: Block): string => {
    if (part.t === "code") return part.text;
    if (part.t === "rule") return "";
    if (part.t === "quote") return part.blocks.map(block).join(" ");
    if (part.t === "list") return part.items.map((item) => item.blocks.map(block).join(" ")).join(" ");
    return inline(part.children);
  };
  return parseMarkup(body).map(block).join(" ").replace(/\s+/g, " ").trim();
}
