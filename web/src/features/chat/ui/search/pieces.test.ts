import { expect, test } from "vitest";
import { bareWords, daysOf, hasWord, pieces, quoted, withDays, withWord } from "./pieces.ts";

const PERSON = "0123456789abc";
const name = (called: { t: string }) => (called.t === "everyone" ? "@全員" : "@佐藤");
const shown = (body: string, ...found: string[]) =>
  pieces(body, found.map((text) => ({ start: body.indexOf(text), length: text.length })), name).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text));

test("what was found is marked and those called by it are named", () => {
  expect(shown(`<@${PERSON}>さん、防災会議の資料です<!everyone>`, "防災", "資料")).toEqual(["@佐藤さん、", "[防災]", "会議の", "[資料]", "です@全員"]);
});

test("of long words the place of the first find is shown", () => {
  const before = "あ".repeat(300);
  const parts = shown(`${before}防災${before}`, "防災");
  expect(parts[0]).toBe("…");
  expect(parts).toContain("[防災]");
  expect(parts.at(-1)).toBe("…");
  expect(parts.join("").length).toBeLessThan(320);
});

test("no token and no character is cut in two", () => {
  const body = `${"あ".repeat(30)}<@${PERSON}>${"𠮷".repeat(30)}防災`;
  for (const part of pieces(body, [{ start: body.indexOf("防災"), length: 2 }], name)) expect(part.text).not.toMatch(/^[\uDC00-\uDFFF]|^[0-9a-z]+>/);
});

test("a filter is a word of the query", () => {
  expect(withWord("防災 会議", "from:自分", true)).toBe("防災 会議 from:自分");
  expect(withWord("防災  from:自分　会議", "from:自分", false)).toBe("防災 会議");
  expect(withWord('"防災  会議" 予算', "has:link", true)).toBe('"防災  会議" 予算 has:link');
  expect(withWord('予算 "防災 会', "has:link", true)).toBe('予算 "防災 会" has:link');
  expect(hasWord("防災 ｆｒｏｍ：自分", "from:me")).toBe(true);
  expect(withWord('from:"佐藤 花" 予算', `from:${quoted("佐藤 花")}`, false)).toBe("予算");
  expect(hasWord("防災 from:自分", "from:自分")).toBe(true);
  expect(hasWord("防災", "from:自分")).toBe(false);
});

test("what somebody may be called is a query without its filters", () => {
  expect(bareWords('佐藤 from:me 花　年度：今年 has:note "道路 課" https://example.jp')).toBe("佐藤 花 道路 課 https://example.jp");
  expect(bareWords("from:佐藤")).toBe("");
});

test("days are words of the query that replace those before them", () => {
  expect(withDays("防災 since:4/1 から:3/1", "R8. 4. 1", "")).toBe("防災 から:R8.4.1");
  expect(withDays("防災", "", "令和8年4月30日")).toBe("防災 まで:令和8年4月30日");
  expect(withDays("防災 から:4/1 until:4/30", "", "")).toBe("防災");
  expect(daysOf("防災 ｓｉｎｃｅ：R8.4.1 まで:4/30")).toEqual({ since: "R8.4.1", until: "4/30" });
  expect(bareWords("佐藤 -伊藤 から:4/1")).toBe("佐藤");
});
