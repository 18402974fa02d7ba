import { describe, expect, it } from "vitest";
import { isGoodFile, isPicture, placedOf, sizeOf, withFiles, type NoteFile } from "./model.files.ts";

const file = (part: Partial<NoteFile>): NoteFile => ({ id: "0123456789abc", name: "現場.png", size: 10, kind: "picture", width: 4, height: 3, brought_by: { id: "1", name: "佐藤" }, brought_at: "2026-04-01T00:00:00Z", ...part });

describe("what a page says of a file", () => {
  it("is always something that the server takes, whatever was pasted", () => {
    for (const odd of [{}, { id: 7, name: null, width: "100vw", alt: ["x"] }, { id: "0123456789abcdef", name: "長".repeat(200), alt: "👍🏽".repeat(300), width: "full" }]) {
      const placed = placedOf(odd);
      expect(isGoodFile({ ...placed }), JSON.stringify(placed)).toBe(true);
      expect(new TextEncoder().encode(placed.name).length).toBeLessThanOrEqual(400);
    }
    expect(placedOf({ id: "0123456789abc", name: "現場.png", width: "small", alt: "橋" })).toEqual({ id: "0123456789abc", name: "現場.png", width: "small", alt: "橋" });
    expect(isGoodFile({ id: "0123456789abc", name: "現場.png", width: null, alt: "" })).toBe(false);
  });
});

describe("a file of a note", () => {
  it("is a picture when browsers show it as one", () => {
    expect(isPicture(file({}))).toBe(true);
    expect(isPicture(file({ width: null }))).toBe(false);
    expect(isPicture(file({ kind: "pdf" }))).toBe(false);
  });

  it("is known once, in its own note", () => {
    const known = withFiles(withFiles(withFiles({}, "a", [file({})]), "b", []), "a", [file({ name: "改.png" })]);
    expect(Object.keys(known.a ?? {})).toEqual(["0123456789abc"]);
    expect(known.a?.["0123456789abc"]?.name).toBe("改.png");
    expect(known.b).toEqual({});
  });

  it("has a size as people read it", () => {
    expect([sizeOf(0), sizeOf(1_536), sizeOf(20 << 20)]).toEqual(["0 B", "1.5 KB", "20 MB"]);
  });
});
