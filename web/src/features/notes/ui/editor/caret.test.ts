import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { behindOwn } from "./caret.ts";

/** A line that two write on, the first of whom has the smaller number. */
function twoAt(line: string) {
  const docs = [1, 2].map((number) => {
    const doc = new Y.Doc();
    doc.clientID = number;
    return doc;
  });
  const start = new Y.Doc();
  const text = new Y.XmlText();
  start.getXmlFragment("doc").insert(0, [text]);
  text.insert(0, line);
  for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(start));
  return docs.map((doc) => ({ doc, text: doc.getXmlFragment("doc").get(0) as Y.XmlText }));
}

const endOf = (text: Y.XmlText) => Y.createRelativePositionFromTypeIndex(text, text.length);
const indexOf = (doc: Y.Doc, place: Y.RelativePosition) => Y.createAbsolutePositionFromRelativePosition(place, doc)?.index;

describe("the caret while others write", () => {
  it("stays behind a letter that was written here, though others wrote at the same place meanwhile", () => {
    const [one, other] = twoAt("来年度");
    if (!one || !other) throw new Error("two write");
    one.text.insert(3, "予");
    other.text.insert(3, "道路");
    const place = behindOwn(one.doc, endOf(one.text));
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    expect(one.text.toString()).toBe("来年度予道路");
    expect(indexOf(one.doc, place)).toBe(4);
  });

  it("goes along behind what somebody else is in the middle of writing", () => {
    const [one, other] = twoAt("来年度");
    if (!one || !other) throw new Error("two write");
    other.text.insert(3, "予");
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    const place = behindOwn(one.doc, endOf(one.text));
    other.text.insert(4, "算");
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    expect(indexOf(one.doc, place)).toBe(5);
  });

  it("is where it was when the letter before it is taken away, and where nothing is before it", () => {
    const [one, other] = twoAt("来年度");
    if (!one || !other) throw new Error("two write");
    one.text.insert(1, "々");
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    const place = behindOwn(one.doc, Y.createRelativePositionFromTypeIndex(one.text, 2));
    other.text.delete(0, 2);
    Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc));
    expect(indexOf(one.doc, place)).toBe(0);
    const start = Y.createRelativePositionFromTypeIndex(one.text, 0);
    expect(behindOwn(one.doc, start)).toBe(start);
  });
});
