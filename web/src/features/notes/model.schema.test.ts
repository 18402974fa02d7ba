import { Node } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import { goodLink, schema, typedLink } from "./model.schema.ts";

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

  it("has no table in a cell and no row outside of a table", () => {
    const row = { type: "table_row", content: [{ type: "table_cell", content: [paragraph("一")] }] };
    expect(() => page(row).check()).toThrow();
    const nested = { type: "table_row", content: [{ type: "table_cell", content: [{ type: "table", content: [row] }] }] };
    expect(() => page({ type: "table", content: [nested] }).check()).toThrow();
  });
});

describe("where a link leads", () => {
  it("is nowhere that could run something", () => {
    for (const href of ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "//evil.example", "https://", "vbscript:x"]) expect(goodLink(href), href).toBeNull();
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
