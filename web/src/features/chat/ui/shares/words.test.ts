import { expect, test } from "vitest";
import { Problem } from "../../../../platform/http.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import type { Share } from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { choicesOf, lastDayText, purposeText, roomText, shareable, shareField, shareProblem, shownOf, stateText, theirRoomText, waitsForUs } from "./words.ts";

/** What `ChatRefusal` says of shares. */
const CODES = ["not_shareable", "shared_already", "shared_from_elsewhere", "own_organisation", "share_answered", "share_not_agreed", "guests_in_room", "share_not_ready"];

const share = (change: Partial<Share>) =>
  ({
    id: "s",
    direction: "offered",
    organisation: { code: "council", name: "緑野市議会", colour: "green" },
    room: { id: "r", name: "予算の調整" },
    their_room: null,
    purpose: "9月の補正予算",
    state: "agreed",
    offered_at: "2026-04-01T00:00:00Z",
    offered_by: null,
    answered_at: null,
    ended_at: null,
    ended_by: null,
    partners: 0,
    ...change,
  }) as Share;

test("every refusal of a share has a sentence of its own", () => {
  const sentences = CODES.map((code) => shareProblem(new Problem(`chat.${code}`, 409)));
  for (const sentence of sentences) expect(sentence).toMatch(/[ぁ-ん].*。$/);
  expect(new Set(sentences).size).toBe(CODES.length);
  const other = new Problem("not_found", 404);
  expect(shareProblem(other)).toBe(problemText(other));
});

test("an address of no organisation is told at its field, other fields in everybody's words", () => {
  const refused = new Problem("invalid_input", 400, [{ field: "organisation", code: "unknown" }, { field: "purpose", code: "missing" }]);
  expect(shareField(refused, "organisation")).toContain("このアドレスの組織はありません");
  expect(shareField(refused, "purpose")).toBe(codeText("missing"));
  expect(shareField(refused, "room")).toBeNull();
});

test("what others offer waits for us, what we offer waits for them", () => {
  expect(waitsForUs(share({ state: "offered", direction: "received" }))).toBe(true);
  expect(waitsForUs(share({ state: "offered" }))).toBe(false);
  expect(waitsForUs(share({ direction: "received" }))).toBe(false);
});

test("shares are found by organisation, by either room and by purpose, and kept apart when they are over", () => {
  const all = [
    share({ id: "on" }),
    share({ id: "asked", state: "offered", purpose: "消防の訓練" }),
    share({ id: "over", state: "ended", their_room: "議会運営委員会" }),
    share({ id: "no", state: "declined", organisation: { code: "fire", name: "海辺消防団", colour: "vermilion" }, room: null }),
  ];
  const ids = (...asked: Parameters<typeof shownOf> extends [unknown, ...infer Rest] ? Rest : never) => shownOf(all, ...asked).map(({ id }) => id);
  expect(ids("all", "")).toEqual(["on", "asked", "over", "no"]);
  expect(ids("on", "")).toEqual(["on", "asked"]);
  expect(ids("over", "")).toEqual(["over", "no"]);
  expect(ids("all", "消防")).toEqual(["asked", "no"]);
  expect(ids("all", "運営委員会")).toEqual(["over"]);
  expect(ids("on", "COUNCIL 予算")).toEqual(["on", "asked"]);
});

test("a share says in a word how it stands, and since which day", () => {
  expect((["offered", "agreed", "declined", "withdrawn", "ended"] as const).map(stateText)).toEqual(["返事待ち", "共有中", "見送り", "取下げ", "終了"]);
  expect(lastDayText(share({}))).toContain("4月1日");
  expect(lastDayText(share({ answered_at: "2026-04-02T00:00:00Z", ended_at: "2026-05-03T00:00:00Z" }))).toContain("5月3日");
});

test("a private room of ours is not named to who may not know of it, and one that is not chosen yet is none", () => {
  expect(roomText(share({}))).toBe("予算の調整");
  expect(roomText(share({ room: null }))).toBe("非公開ルーム");
  expect(roomText(share({ room: null, direction: "received", state: "offered" }))).toBe("まだありません");
  expect(roomText(share({ room: null, direction: "received", state: "ended" }))).toBe("非公開ルーム");
});

test("only rooms that people made, and in which one writes, are offered to choose from", () => {
  const rooms = (["open", "private", "unit", "rule", "request", "direct"] as const).map((kind) => ({ kind, archived_at: null }));
  expect(rooms.filter(shareable).map(({ kind }) => kind)).toEqual(["open", "private"]);
  expect(shareable({ kind: "open", archived_at: "2026-04-01T00:00:00Z" })).toBe(false);
});

test("the rooms to choose from are each there once, by name, and the chosen one stays when the search passes it by", () => {
  const room = (id: string, name: string) => ({ id, name }) as Room;
  const [a, b, c] = [room("a", "3 予算"), room("b", "1 日程"), room("c", "2 防災")];
  const names = (search: string, chosen: Room | null, most = 9) => choicesOf([a, b], [b, c], search, chosen, most).map(({ name }) => name);
  expect(names("", null)).toEqual(["1 日程", "2 防災", "3 予算"]);
  expect(choicesOf([a, b], [], "日程", a, 9).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(names("", a, 1)).toEqual(["3 予算", "1 日程"]);
});

test("of a room that I may not know of, theirs and the purpose are a dash", () => {
  const hidden = share({ room: null, purpose: "" });
  expect([roomText(hidden), theirRoomText(hidden), purposeText(hidden)]).toEqual(["非公開ルーム", "—", "—"]);
  expect([theirRoomText(share({ their_room: "調整" })), purposeText(share({}))]).toEqual(["調整", "9月の補正予算"]);
  expect(theirRoomText(share({ state: "offered" }))).toBe("まだありません");
});
