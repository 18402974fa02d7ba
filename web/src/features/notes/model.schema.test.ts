import { Node } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import { prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import { faultOf, goodLink, namedIn, ROOT, schema, typedLink } from "./model.schema.ts";
import { lettersOf } from "./model.ts";

const page = (...content: unknown[]) => Node.fromJSON(schema, { type: "doc", content });
const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });

describe("what a page may consist of", () => {
  it("takes a table, a check list and a heading as the server writes them", () => {
    const cell = { type: "table_cell", content: [paragraph("一")] };
    const made = page(
      { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "次第" }] },
      { type: "table", content: [{ type: "table_row", content: [{ type: "table_header", content: [paragraph("日時")] }, cell] }] },
      { type: "check_list", content: [{ type: "check_item", attrs: { checked: true }, content: [paragraph("配布")] }] },
    );
    expect(() => made.check()).not.toThrow();
  });

  it("reads a file of before it had a width, and has no picture but by a file of the note", () => {
    const old = page({ type: "file", attrs: { id: "0123456789abc", name: "資料.pdf" } });
    expect(old.firstChild?.attrs).toEqual({ id: "0123456789abc", name: "資料.pdf", width: "medium", alt: "" });
    expect(namedIn(page({ type: "blockquote", content: [{ type: "file", attrs: { id: "0123456789abc" } }] }, paragraph("一")))).toEqual(["0123456789abc"]);
    expect(schema.nodes.image).toBeUndefined();
  });

  it("has no table in a cell and no row outside of a table", () => {
    const row = { type: "table_row", content: [{ type: "table_cell", content: [paragraph("一")] }] };
    expect(() => page(row).check()).toThrow();
    const nested = { type: "table_row", content: [{ type: "table_cell", content: [{ type: "table", content: [row] }] }] };
    expect(() => page({ type: "table", content: [nested] }).check()).toThrow();
  });
});

describe("what the editor writes into the shared document", () => {
  const text = (...marks: { type: string; attrs?: unknown }[]) => ({ type: "text", text: "字", marks });
  const item = (type: string, ...more: unknown[]) => ({ type, content: [paragraph("項目"), ...more] });
  const cell = (type: string) => ({ type, attrs: { colspan: 1, rowspan: 1, colwidth: [120] }, content: [paragraph("一")] });
  const all = page(
    ...[1, 2, 3].map((level) => ({ type: "heading", attrs: { level }, content: [text()] })),
    { type: "paragraph", content: [...Object.keys(schema.marks).map((type) => text(type === "link" ? { type, attrs: { href: "https://city.example/" } } : { type })), { type: "hard_break" }, text({ type: "strong" }, { type: "em" })] },
    { type: "bullet_list", content: [item("list_item", { type: "ordered_list", attrs: { start: 3 }, content: [item("list_item")] })] },
    { type: "check_list", content: [{ ...item("check_item"), attrs: { checked: true } }] },
    { type: "blockquote", content: [paragraph("引用")] },
    { type: "code_block", content: [{ type: "text", text: "一\n二" }] },
    { type: "horizontal_rule" },
    { type: "file", attrs: { id: "0123456789abc", name: "現場.png", width: "small", alt: "橋の裏側" } },
    { type: "table", content: [{ type: "table_row", content: [cell("table_header"), cell("table_cell")] }] },
  );
  const doc = new Y.Doc();
  doc.clientID = 7;
  prosemirrorToYXmlFragment(all, doc.getXmlFragment(ROOT));
  const update = Y.encodeStateAsUpdate(doc);

  it("has every node and every mark, each under the name by which the server knows it", () => {
    const used = new Set<string>();
    all.descendants((node) => {
      used.add(node.type.name);
      for (const mark of node.marks) used.add(mark.type.name);
    });
    expect([...Object.keys(schema.nodes), ...Object.keys(schema.marks)].filter((name) => name !== "doc" && !used.has(name))).toEqual([]);
    const names = new Set(Y.decodeUpdate(update).structs.flatMap((struct) => ("content" in struct && struct.content instanceof Y.ContentFormat ? [struct.content.key] : [])));
    expect([...names].sort()).toEqual(Object.keys(schema.marks).sort());
  });

  it("is what the server's tests take up", async () => {
    // `features/notes/tests/pages.rs` reads it: what is written here is what is read there.
    await expect(`${lettersOf(update)}\n`).toMatchFileSnapshot("../../../../features/notes/tests/editor.txt");
  });
});

describe("what the server would not take", () => {
  const nested = (depth: number): unknown => (depth === 0 ? paragraph("一") : { type: "blockquote", content: [nested(depth - 1)] });

  it("is too deep, too large or a table that nobody can read, and is never made", () => {
    expect(faultOf(page(nested(11)))).toBeNull();
    expect(faultOf(page(nested(12)))).toBe("deep");
    expect(faultOf(page(paragraph("あ".repeat(200_000))))).toBeNull();
    expect(faultOf(page(paragraph("あ".repeat(200_001))))).toBe("large");
    expect(faultOf(page(...Array.from({ length: 20_001 }, () => ({ type: "horizontal_rule" }))))).toBe("large");
    const wide = { type: "table_cell", attrs: { colspan: 51 }, content: [paragraph("一")] };
    expect(faultOf(page({ type: "table", content: [{ type: "table_row", content: [wide] }] }))).toBe("foreign");
    expect(faultOf(page({ type: "file", attrs: { id: "0123456789abc", name: "資料.pdf" } }))).toBeNull();
    for (const attrs of [{ width: "100vw" }, { alt: "あ".repeat(334) }, { id: "0123456789abcd" }]) expect(faultOf(page({ type: "file", attrs })), JSON.stringify(attrs)).toBe("foreign");
  });
});

describe("where a link leads", () => {
  it("is nowhere that could run something", () => {
    for (const href of ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "//evil.example", "https://", "vbscript:x"]) expect(goodLink(href), href).toBeNull();
    expect(goodLink(`https://city.example/${"あ".repeat(660)}`)).toBeNull();
    expect(goodLink("https://city.example/\u0085x")).toBeNull();
    expect(goodLink("https://city.example/a?b=c")).toBe("https://city.example/a?b=c");
  });

  it("is understood as people type it", () => {
    expect(typedLink("city.example/a")).toBe("https://city.example/a");
    expect(typedLink("soumu@city.example")).toBe("mailto:soumu@city.example");
    expect(typedLink("tel:0235664600")).toBe("tel:0235664600");
    expect(typedLink("javascript:x")).toBeNull();
    expect(typedLink("ただの文")).toBeNull();
  });
});
