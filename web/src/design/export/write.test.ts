import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { encodeCp932 } from "./cp932.ts";
import { csv, write, xlsx } from "./write.ts";

const decoded = (bytes: Uint8Array) => new TextDecoder("shift_jis").decode(bytes);

describe("CP932", () => {
  it("writes what it has and comes back the same", () => {
    const text = "総務課 髙﨑 ｶﾅ ①㈱ABC～\r\n";
    const { bytes, lost } = encodeCp932(text);
    expect(lost.size).toBe(0);
    expect(decoded(bytes)).toBe(text);
  });

  it("takes the code that Windows takes of a character with two", () => {
    expect(Array.from(encodeCp932("髙∵").bytes)).toEqual([0xfb, 0xfc, 0x81, 0xe6]);
  });

  it("names what it has not, and writes a geta for each", () => {
    const { bytes, lost } = encodeCp932("𠮷野と👨‍👩‍👧");
    expect([...lost]).toEqual(["𠮷", "👨‍👩‍👧"]);
    expect(decoded(bytes)).toBe("〓野と〓");
  });

  it("writes a name's variant in its usual shape and says so", () => {
    const { bytes, lost, reduced } = encodeCp932("辻󠄀さん");
    expect(decoded(bytes)).toBe("辻さん");
    expect([lost.size, [...reduced]]).toEqual([0, ["辻󠄀"]]);
    const other = encodeCp932("\ufa47");
    expect([decoded(other.bytes), other.lost.size, [...other.reduced]]).toEqual(["漢", 0, ["\ufa47"]]);
  });

  it("writes look-alikes as Windows does and composes kana", () => {
    expect(decoded(encodeCp932("10〜12時 か\u3099").bytes)).toBe("10～12時 が");
  });
});

describe("CSV", () => {
  it("quotes what would end a cell, and guards what would be a formula", () => {
    expect(csv({ head: ["氏名", "メモ"], rows: [['山田 "太郎"', "=1+1"], ["a,b", -5]] })).toBe('氏名,メモ\r\n"山田 ""太郎""",\'=1+1\r\n"a,b",-5\r\n');
  });

  it("begins with the mark by which Excel knows UTF-8", () => {
    expect(Array.from(write({ head: ["あ"], rows: [] }, "表", "utf8").bytes.slice(0, 3))).toEqual([0xef, 0xbb, 0xbf]);
  });
});

describe("a workbook", () => {
  const parts = unzipSync(xlsx({ head: ["氏名", "人数"], rows: [["<佐藤> & 鈴木", 3], ["=SUM(A1)\u0007", 4]] }, "人/一覧"));
  const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());

  it("keeps texts as texts and numbers as numbers", () => {
    expect(sheet).toContain("&lt;佐藤&gt; &amp; 鈴木");
    expect(sheet).toContain('<c s="0"><v>3</v></c>');
    expect(sheet).toContain('t="inlineStr"><is><t xml:space="preserve">=SUM(A1)\ufffd</t>');
  });

  it("filters the whole table, and its sheet has a name that Excel takes", () => {
    expect(sheet).toContain('<autoFilter ref="A1:B3"/>');
    expect(strFromU8(parts["xl/workbook.xml"] ?? new Uint8Array())).toContain('name="人 一覧"');
  });
});
