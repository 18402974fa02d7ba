import { describe, expect, test } from "vitest";
import { parseMarkup, plainText } from "./blocks.ts";
import { bareAddress, parseInline, type Inline } from "./inline.ts";

const ID = "0123456789abc";

/** Writes the tree as short marks, to compare it at a glance. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.t === "text") return node.text;
      if (node.t === "code") return `{code ${node.text}}`;
      if (node.t === "link") return `{link ${node.href}|${show(node.children)}}`;
      if (node.t === "break") return "⏎";
      return "children" in node ? `{${node.t} ${show(node.children)}}` : `{${node.t}}`;
    })
    .join("");
}
const inline = (text: string) => show(parseInline(text));

describe("emphasis", () => {
  test("works in and beside Japanese and its marks", () => {
    expect(inline("これは**重要**です")).toBe("これは{strong 重要}です");
    expect(inline("**「締切」**は金曜")).toBe("{strong 「締切」}は金曜");
    expect(inline("市長の**（案）**を確認。")).toBe("市長の{strong （案）}を確認。");
    expect(inline("**至急。**お願いします")).toBe("{strong 至急。}お願いします");
    expect(inline("*斜体*と~~取消~~と***両方***")).toBe("{em 斜体}と{strike 取消}と{em {strong 両方}}");
    expect(inline("日本語_強調_です")).toBe("日本語{em 強調}です");
  });

  test("leaves what is no emphasis", () => {
    for (const text of ["3 * 4 * 5", "snake_case_name", "**閉じない", "a ** b **", "~一つ~"]) expect(inline(text)).toBe(text);
  });
});

describe("addresses", () => {
  test("Japanese behind an address is not swallowed", () => {
    expect(inline("https://example.lg.jp/a?b=1、ご覧ください")).toBe("{link https://example.lg.jp/a?b=1|https://example.lg.jp/a?b=1}、ご覧ください");
    expect(inline("(https://example.jp/a_(b))です")).toBe("({link https://example.jp/a_(b)|https://example.jp/a_(b)})です");
    expect(bareAddress("https://example.jp/.")).toBe("https://example.jp/");
    expect(bareAddress("https://")).toBeNull();
  });

  test("only web addresses become links", () => {
    expect(inline("[資料](https://example.jp/x)")).toBe("{link https://example.jp/x|資料}");
    expect(inline("[押す](javascript:alert(1))")).toBe("[押す](javascript:alert(1))");
    expect(inline("[押す](data:text/html,x)")).toBe("[押す](data:text/html,x)");
    expect(inline("ftp://example.jp")).toBe("ftp://example.jp");
  });
});

describe("tokens", () => {
  test("people, units, rooms and everybody are named by id", () => {
    expect(inline(`<@${ID}>さん <@u:${ID}> <#${ID}> <!everyone>`)).toBe("{person}さん {unit} {room} {everyone}");
  });

  test("in code and behind a backslash they are text", () => {
    expect(inline(`\`<@${ID}>\``)).toBe(`{code <@${ID}>}`);
    expect(inline(`\\<@${ID}>`)).toBe(`<@${ID}>`);
    expect(inline("<@short>")).toBe("<@short>");
  });

  test("a backslash takes the meaning from every mark, and only from marks", () => {
    expect(inline("\\*a\\* \\_b\\_ \\`c\\` C:\\users")).toBe("*a* _b_ `c` C:\\users");
  });
});

describe("blocks", () => {
  const kinds = (body: string) => parseMarkup(body).map((block) => block.t);

  test("fences, quotes, lists, headings and rules", () => {
    expect(kinds("本文\n\n```\ncode\n```\n> 引用\n- 一\n- 二\n\n1. 一\n2. 二\n# 見出し\n---")).toEqual(["paragraph", "code", "quote", "list", "list", "heading", "rule"]);
  });

  test("a line end is a line end", () => {
    const [first] = parseMarkup("一行目\n二行目");
    expect(first?.t === "paragraph" && show(first.children)).toBe("一行目⏎二行目");
  });

  test("nothing inside a fence is read, and an open fence runs to the end", () => {
    expect(parseMarkup("```\n**a** <b>\n> c")).toEqual([{ t: "code", text: "**a** <b>\n> c" }]);
  });

  test("numbers go on from the first, boxes are boxes", () => {
    expect(parseMarkup("3. 三\n4. 四")[0]).toMatchObject({ t: "list", ordered: true, start: 3 });
    expect(parseMarkup("- [ ] まだ\n- [x] 済み")[0]).toMatchObject({ items: [{ checked: false }, { checked: true }] });
  });

  test("a list in a list", () => {
    expect(parseMarkup("- 親\n  - 子")[0]).toMatchObject({ items: [{ blocks: [{ t: "paragraph" }, { t: "list" }] }] });
  });
});

describe("for any text", () => {
  // A fixed sequence: a failure can be looked at again.
  let seed = 20261121;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed % below;
  };
  const parts = ["**", "*", "_", "~~", "`", "```", "\n", "> ", "- ", "1. ", "[", "](", ")", "https://a.jp/", "<", ">", `<@${ID}>`, "\\", "日本", "「", "」", "。", "a", " ", "<script>", "𠮷", "辻󠄀"];
  const any = () => Array.from({ length: next(24) }, () => parts[next(parts.length)] ?? "").join("");

  test("the parser never throws and makes no link but to the web", () => {
    for (let round = 0; round < 4000; round++) {
      const text = JSON.stringify(parseMarkup(any()));
      for (const [, href] of text.matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//i);
    }
  });

  test("letters that are no marks are kept, in their order", () => {
    const letters = (text: string) => Array.from(text).filter((letter) => "日本𠮷「」。a".includes(letter)).join("");
    const plain = ["**", "*", "_", "~~", "日本", "「", "」", "。", "𠮷", " ", "\n"];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: next(20) }, () => plain[next(plain.length)] ?? "").join("");
      expect(letters(plainText(text, () => ""))).toBe(letters(text));
    }
  });

  test("hostile nesting takes no long time", () => {
    const begun = performance.now();
    for (const part of ["*a **b ", "[", "> ", "`", "- ", "~~a", "_a*"]) parseMarkup(part.repeat(2500));
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
