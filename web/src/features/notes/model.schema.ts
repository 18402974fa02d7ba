import { Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";
import { isGoodFile, placedOf } from "./model.files.ts";

/** Where a link may lead; the server takes no other. Bytes are counted. */
const SCHEMES = /^(https?:\/\/|mailto:|tel:)\S/i;
const LONGEST_LINK = 2_000;

/** An address that a link may lead to; null for every other. */
export function goodLink(href: string): string | null {
  const trimmed = href.trim();
  return SCHEMES.test(trimmed) && new TextEncoder().encode(trimmed).length <= LONGEST_LINK && !/\p{Cc}/u.test(trimmed) ? trimmed : null;
}

/** What somebody types for a link: a bare address is one of the web. */
export function typedLink(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (goodLink(trimmed)) return goodLink(trimmed);
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(trimmed)) return goodLink(`mailto:${trimmed}`);
  return /^[^\s:/]+\.[^\s/]+/.test(trimmed) ? goodLink(`https://${trimmed}`) : null;
}

// What may stand in items, quotations and cells is of the group `inner`: the same as on the server.
const inner = "inner+";

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block inner", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 1, validate: "number" } },
    content: "inline*",
    group: "block inner",
    defining: true,
    parseDOM: [
      { tag: "h1", attrs: { level: 1 } },
      { tag: "h2", attrs: { level: 2 } },
      { tag: "h3, h4, h5, h6", attrs: { level: 3 } },
    ],
    // The title above the page is the first heading.
    toDOM: (node): DOMOutputSpec => [`h${(node.attrs.level as number) + 1}`, 0],
  },
  bullet_list: { content: "list_item+", group: "block inner", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  ordered_list: {
    attrs: { start: { default: 1, validate: "number" } },
    content: "list_item+",
    group: "block inner",
    parseDOM: [{ tag: "ol", getAttrs: (element): Attrs => ({ start: startOf(element) }) }],
    toDOM: (node): DOMOutputSpec => (node.attrs.start === 1 ? ["ol", 0] : ["ol", { start: String(node.attrs.start) }, 0]),
  },
  list_item: { content: inner, defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
  check_list: {
    content: "check_item+",
    group: "block inner",
    parseDOM: [{ tag: "ul[data-checks]", priority: 60 }],
    toDOM: () => ["ul", { "data-checks": "" }, 0],
  },
  check_item: {
    attrs: { checked: { default: false, validate: "boolean" } },
    content: inner,
    defining: true,
    parseDOM: [{ tag: "li[data-checked]", priority: 60, getAttrs: (element): Attrs => ({ checked: element.getAttribute("data-checked") === "true" }) }],
    toDOM: (node): DOMOutputSpec => ["li", { "data-checked": String(node.attrs.checked) }, 0],
  },
  blockquote: { content: inner, group: "block inner", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  code_block: {
    content: "text*",
    marks: "",
    group: "block inner",
    code: true,
    defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: () => ["pre", ["code", 0]],
  },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  // A page of before files had a width, or of a later program, is read as far as it goes: only what is written here is held to the rules.
  file: {
    attrs: {
      id: { default: "", validate: "string" },
      name: { default: "", validate: "string" },
      width: { default: "medium", validate: "string" },
      alt: { default: "", validate: "string" },
    },
    group: "block inner",
    atom: true,
    draggable: true,
    parseDOM: [{ tag: "p[data-file]", priority: 60, getAttrs: ({ dataset: { file, name, width, alt } }): Attrs => ({ ...placedOf({ id: file, name, width, alt }) }) }],
    toDOM: ({ attrs }): DOMOutputSpec => ["p", { "data-file": String(attrs.id), "data-name": String(attrs.name), "data-width": String(attrs.width), "data-alt": String(attrs.alt) }, String(attrs.name)],
  },
  ...tableNodes({ tableGroup: "block", cellContent: inner, cellAttributes: {} }),
  text: { group: "inline" },
  hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
};

function startOf(element: HTMLElement): number {
  const start = Number(element.getAttribute("start") ?? 1);
  return Number.isInteger(start) && start >= 0 && start < 1_000_000 ? start : 1;
}

const simple = (tag: string, ...others: string[]): MarkSpec => ({ parseDOM: [tag, ...others].map((name) => ({ tag: name })), toDOM: () => [tag, 0] });

const marks: Record<string, MarkSpec> = {
  link: {
    attrs: { href: { validate: "string" } },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element): Attrs | false => {
          const href = goodLink(element.getAttribute("href") ?? "");
          return href !== null && { href };
        },
      },
    ],
    toDOM: (mark): DOMOutputSpec => ["a", { href: goodLink(String(mark.attrs.href)) ?? "about:blank", rel: "noopener noreferrer", target: "_blank" }, 0],
  },
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: (element): null | false => (element.style.fontWeight === "normal" ? false : null) }],
    toDOM: () => ["strong", 0],
  },
  em: simple("em", "i"),
  underline: simple("u"),
  strike: simple("s", "del", "strike"),
  highlight: simple("mark"),
  // A mark that does not exclude itself could stand on a letter twice, and would be called otherwise in the shared document.
  code: { ...simple("code"), excludes: "code strong em underline strike highlight" },
};

/** What a page may consist of. The server reads pages by the same rules (`model/schema.rs`). */
export const schema = new Schema({ nodes, marks });

/** The files that a page names, in the order in which they stand. */
export function namedIn(doc: Node): string[] {
  const named: string[] = [];
  doc.descendants((node) => {
    if (node.type.name === "file") named.push(String(node.attrs.id));
  });
  return named;
}

/** The root of the page in the shared document. */
export const ROOT = "doc";

const DEEPEST = 12;
const MOST_NODES = 20_000;
const MOST_LETTERS = 200_000;

const within = (value: unknown, least: number, most: number) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;

function goodCell({ colspan, rowspan, colwidth }: Attrs): boolean {
  const widths = colwidth as unknown;
  return within(colspan, 1, 50) && within(rowspan, 1, 500) && (widths === null || (Array.isArray(widths) && widths.length <= 50 && widths.every((width) => within(width, 0, 10_000))));
}

/** Why the server would not take a page; null when it would. */
export function faultOf(doc: Node): "deep" | "large" | "foreign" | null {
  let [nodes, letters, deepest, isForeign] = [0, 0, 0, false];
  const look = (node: Node, depth: number) => {
    node.forEach((child) => {
      if (child.isText) {
        letters += child.nodeSize;
        return;
      }
      nodes++;
      if (!child.isInline) deepest = Math.max(deepest, depth);
      if (child.type.name === "table_cell" || child.type.name === "table_header") isForeign ||= !goodCell(child.attrs);
      if (child.type.name === "file") isForeign ||= !isGoodFile(child.attrs);
      look(child, depth + 1);
    });
  };
  look(doc, 1);
  if (deepest > DEEPEST) return "deep";
  if (nodes > MOST_NODES || letters > MOST_LETTERS) return "large";
  return isForeign ? "foreign" : null;
}
