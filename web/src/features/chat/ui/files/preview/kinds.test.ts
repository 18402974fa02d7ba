import { expect, test } from "vitest";
import { wayOf, type Looked } from "./kinds.ts";

const way = (kind: Looked["kind"], name: string, size: number | null = null) => wayOf({ kind, name, width: size, height: size });

test("a file is shown by what the server found it to be, and never as what its name alone says", () => {
  expect(way("picture", "現場.png", 40)).toBe("picture");
  // What browsers do not draw, or what is too large to be drawn, has no size.
  expect(way("picture", "現場.heic")).toBe("none");
  expect(way("pdf", "議案.PDF")).toBe("pdf");
  expect(way("video", "訓練.mp4")).toBe("video");
  expect(way("audio", "放送.mp3")).toBe("audio");
  expect(way("other", "図.svg")).toBe("none");
  expect(way("other", "請求書.pdf")).toBe("none");
  expect(way("other", "頁.html")).toBe("none");
  expect(way("archive", "束.csv.zip")).toBe("none");
  expect(way(null, "古い.png", 40)).toBe("none");
});

test("tables are told from texts by their names, UTF-16 among them, and office files are those of which there is a preview", () => {
  expect(way("text", "名簿.CSV")).toBe("table");
  expect(way("text", "説明.txt")).toBe("text");
  expect(way("other", "通知.txt")).toBe("text");
  expect(way("other", "通知.tsv")).toBe("table");
  expect(way("document", "議案.docx")).toBe("office");
  expect(way("document", "様式.docm")).toBe("none");
  expect(way("document", "文書.jtd")).toBe("none");
  expect(way("other", "議案.docx")).toBe("none");
});
