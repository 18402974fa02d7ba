import { describe, expect, test } from "vitest";
import { columnsOf, continueList, tableBlock, toggleList, toggleMarks } from "./editing.ts";
import { fromBody, insertChosen, queryAt, toBody } from "./tokens.ts";

const ID = "0123456789abc";
const OTHER = "0123456789abd";
const tanaka = { shown: "@田中", token: `<@${ID}>` };
const ichiro = { shown: "@田中一郎", token: `<@${OTHER}>` };

describe("finding what is being typed", () => {
  test("half and full width signs work alike", () => {
    expect(queryAt("@たな", 3)).toEqual({ sign: "@", text: "たな", start: 0 });
    expect(queryAt("明日 ＠たな", 6)).toEqual({ sign: "@", text: "たな", start: 3 });
    expect(queryAt("＃総務", 3)).toEqual({ sign: "#", text: "総務", start: 0 });
  });

  test("it may follow Japanese without a space, but not a mail address", () => {
    expect(queryAt("佐藤さんと@た", 7)?.text).toBe("た");
    expect(queryAt("mail@example", 12)).toBeNull();
  });

  test("a space or a full stop ends it", () => {
    expect(queryAt("@田中 です", 6)).toBeNull();
    expect(queryAt("@田中。", 4)).toBeNull();
  });
});

describe("names and tokens", () => {
  test("a chosen name takes the place of what was typed", () => {
    const query = queryAt("＠たなです", 3);
    expect(query && insertChosen("＠たなです", query, 3, tanaka)).toEqual({ text: "@田中です", caret: 3 });
  });

  test("sent as a token, さん stays text", () => {
    expect(toBody("@田中さん、お願いします", [tanaka])).toBe(`<@${ID}>さん、お願いします`);
  });

  test("the longer name wins", () => {
    expect(toBody("@田中一郎 と @田中", [tanaka, ichiro])).toBe(`<@${OTHER}> と <@${ID}>`);
  });

  test("a name that nobody chose stays as typed, and code is left alone", () => {
    expect(toBody("@佐藤 `@田中`\n```\n@田中\n```", [tanaka])).toBe("@佐藤 `@田中`\n```\n@田中\n```");
  });

  test("editing shows names again and gives the same body back", () => {
    const body = `<@${ID}>さん <!everyone> <#${OTHER}> <@u:${OTHER}>へ`;
    const { text, chosen } = fromBody(body, (kind) => ({ person: "田中", room: "総務", unit: "道路課" })[kind], "全員");
    expect(text).toBe("@田中さん @全員 #総務 @道路課へ");
    expect(toBody(text, chosen)).toBe(body);
  });

  test("an unknown id stays a token rather than becoming a wrong name", () => {
    expect(fromBody(`<@${ID}>`, () => null, "全員").text).toBe(`<@${ID}>`);
  });
});

describe("editing", () => {
  test("bold goes on and off", () => {
    const on = toggleMarks({ text: "至急です", start: 0, end: 2 }, "**");
    expect(on.text).toBe("**至急**です");
    expect(toggleMarks(on, "**").text).toBe("至急です");
  });

  test("lines become a list and lines again", () => {
    const on = toggleList({ text: "一\n二", start: 0, end: 3 });
    expect(on.text).toBe("- 一\n- 二");
    expect(toggleList({ ...on, start: 0 }).text).toBe("一\n二");
  });

  test("a line end continues a list, on an empty item it ends it", () => {
    expect(continueList({ text: "- 一", start: 3, end: 3 })?.text).toBe("- 一\n- ");
    expect(continueList({ text: "9. 九", start: 4, end: 4 })?.text).toBe("9. 九\n10. ");
    expect(continueList({ text: "- 一\n- ", start: 6, end: 6 })?.text).toBe("- 一\n");
    expect(continueList({ text: "ふつう", start: 3, end: 3 })).toBeNull();
  });
});

describe("pasting from Excel", () => {
  test("a table stands in columns, numbers to the right, Japanese two wide", () => {
    expect(tableBlock("部署\t件数\r\n総務課\t12\r\n福祉\t108\r\n")).toBe("```\n部署    件数\n総務課    12\n福祉     108\n```\n");
  });

  test("ordinary text is pasted as it is", () => {
    expect(tableBlock("ふつうの文\n二行目")).toBeNull();
    expect(tableBlock("一行\tだけ")).toBeNull();
  });

  test("widths count what a fixed font draws", () => {
    expect(columnsOf("aあｱ𠮷")).toBe(6);
  });
});
