import { Node } from "prosemirror-model";
import { EditorState, NodeSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { schema } from "../../model.schema.ts";
import { chosenFile, placing, setFile } from "./files.ts";

const paragraph = (text: string) => ({ type: "paragraph", ...(text === "" ? {} : { content: [{ type: "text", text }] }) });
const page = (...content: unknown[]) => EditorState.create({ schema, doc: Node.fromJSON(schema, { type: "doc", content }) });
const file = { id: "0123456789abc", name: "現場.png" };

/** What a page is after a file was placed, in short. */
function placed(state: EditorState, at: number): string {
  const made = placing(state, at, file);
  if (!made) return "nowhere";
  made.tr.doc.check();
  const short = (node: Node): string => (node.isText ? (node.text ?? "") : node.type.name === "file" ? "[file]" : `${node.type.name}(${node.children.map(short).join(" ")})`);
  return made.tr.doc.children.map(short).join(" ");
}

describe("where a file is placed", () => {
  it("stands behind the paragraph with the caret, which it does not cut in two", () => {
    expect(placed(page(paragraph("一二"), paragraph("三")), 2)).toBe("paragraph(一二) [file] paragraph(三)");
  });

  it("takes the place of an empty paragraph, and a page that ends with it goes on with a line to write on", () => {
    expect(placed(page(paragraph("一"), paragraph("")), 4)).toBe("paragraph(一) [file] paragraph()");
    expect(placed(page(paragraph("一")), 2)).toBe("paragraph(一) [file] paragraph()");
  });

  it("stands in an item or a cell as it would on the page", () => {
    expect(placed(page({ type: "bullet_list", content: [{ type: "list_item", content: [paragraph("項")] }] }), 4)).toBe("bullet_list(list_item(paragraph(項) [file] paragraph()))");
    const cell = { type: "table_cell", content: [paragraph("")] };
    expect(placed(page({ type: "table", content: [{ type: "table_row", content: [cell] }] }), 4)).toBe("table(table_row(table_cell([file] paragraph())))");
  });

  it("puts several one behind the other", () => {
    const first = placing(page(paragraph("一")), 2, file);
    if (!first) throw new Error("there is a place");
    const state = EditorState.create({ schema, doc: first.tr.doc });
    expect(placed(state, first.behind)).toBe("paragraph(一) [file] [file] paragraph()");
  });
});

describe("a file that is chosen", () => {
  it("is drawn as wide as it is told, and keeps what else is said of it", () => {
    let state = page(paragraph("一"), { type: "file", attrs: { ...file } });
    expect(setFile("small", "橋")(state)).toBe(false);
    state = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 3)));
    setFile("small", "橋")(state, (tr) => (state = state.apply(tr)));
    expect(chosenFile(state)?.attrs).toEqual({ ...file, width: "small", alt: "橋" });
  });
});
