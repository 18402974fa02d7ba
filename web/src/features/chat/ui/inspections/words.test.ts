import { expect, test } from "vitest";
import { Problem } from "../../../../platform/http.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import { daysText, inspectionField, inspectionProblem, leftText, roomName, roomOfLink } from "./words.ts";

/** What `ChatRefusal` says of inspections. */
const CODES = ["readable_anyway", "inspection_asked", "no_such_direct", "own_inspection", "inspection_decided", "not_the_inspector", "inspection_not_open"];

test("every refusal of an inspection has a sentence of its own", () => {
  const sentences = CODES.map((code) => inspectionProblem(new Problem(`chat.${code}`, 409)));
  for (const sentence of sentences) expect(sentence).toMatch(/[ぁ-ん].*。$/);
  expect(new Set(sentences).size).toBe(CODES.length);
  const other = new Problem("not_found", 404);
  expect(inspectionProblem(other)).toBe(problemText(other));
});

test("a field says what is wrong with it, in these screens' words or everybody's", () => {
  const refused = new Problem("invalid_input", 400, [{ field: "purpose", code: "too_short" }, { field: "reason", code: "missing" }]);
  expect(inspectionField(refused, "purpose")).toContain("10文字以上");
  expect(inspectionField(refused, "reason")).toBe(codeText("missing"));
  expect(inspectionField(refused, "hours")).toBeNull();
});

test("what is left is told in hours and minutes until it is over", () => {
  const due = "2026-04-01T02:00:00Z";
  const at = (time: string) => leftText(due, Date.parse(`2026-04-01T${time}Z`));
  expect(at("00:01:00")).toBe("残り 1時間59分");
  expect(at("01:59:30")).toBe("残り 1分");
  expect(at("02:00:00")).toBeNull();
});

test("a room is found in the address that somebody pasted, and in nothing else", () => {
  const id = "07m3d2qv7x000";
  for (const link of [id, ` ${id} `, `https://talk.city.example/rooms/${id}`, `https://talk.city.example/rooms/${id}/members?x=1`]) expect(roomOfLink(link), link).toBe(id);
  for (const link of ["", "https://talk.city.example/", "https://talk.city.example/people/07m3d2qv7x000", "/rooms/short", `/rooms/${id}9`]) expect(roomOfLink(link), link).toBeNull();
});

test("the days and the room are told as people call them", () => {
  expect(daysText({ from_day: null, until_day: null })).toBe("すべての日");
  expect(daysText({ from_day: "2026-04-01", until_day: null })).toBe("令和8年4月1日(水) から");
  expect(daysText({ from_day: "2026-04-01", until_day: "2026-04-02" })).toBe("令和8年4月1日(水) 〜 令和8年4月2日(木)");
  const people = ["佐藤 花", "伊藤 健"].map((name) => ({ name }));
  expect(roomName({ room: { id: "r", kind: "direct", name: "", people } } as unknown as Parameters<typeof roomName>[0])).toBe("佐藤 花、伊藤 健");
});
