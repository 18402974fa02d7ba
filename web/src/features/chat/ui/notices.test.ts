import { beforeEach, expect, test, vi } from "vitest";
import type { Message, Room } from "../model.ts";
import { chatStore, forgetChat } from "../store.ts";
import { noticeText } from "./notices.ts";

vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
beforeEach(forgetChat);

const people = { tanaka: { id: "tanaka", name: "田中 花子", reading: "たなか はなこ", title: null, unit: null, photo: null, active: true, place: null } };
const notice = (code: string) => ({ room_id: "q", author_id: "tanaka", notice: { code, text: null, people: ["tanaka"] } }) as unknown as Message;

test("who sees to a request is told in words", () => {
  expect(noticeText(notice("claimed"), people)).toBe("田中 花子さんが取次を引き受けました。");
  expect(noticeText(notice("unclaimed"), people)).toBe("田中 花子さんが取次の引き受けをやめました。");
});

test("who reads a room of others, until when, why and by whose leave is told in words", () => {
  const told = { room_id: "q", author_id: "sato", sent_at: "2026-04-01T00:00:00Z", notice: { code: "inspected", text: "事実確認のため", people: ["tanaka", "sato"], until: "2026-04-01T02:00:00Z" } } as unknown as Message;
  const both = { ...people, sato: { ...people.tanaka, id: "sato", name: "佐藤 実" } };
  expect(noticeText(told, both)).toBe("管理者の田中 花子さんが、令和8年4月1日(水) 11:00まで、このルームを読みます。目的:事実確認のため(承認:佐藤 実さん)");
});

test("with whom a room is shared from here on, and no longer, is told in words", () => {
  const told = (code: string) => ({ room_id: "q", author_id: "tanaka", notice: { code, text: "緑野市議会", people: [] } }) as unknown as Message;
  expect(noticeText(told("shared"), people)).toBe("緑野市議会との共有が始まりました。これから書くことは緑野市議会にも届きます。");
  expect(noticeText(told("unshared"), people)).toBe("緑野市議会との共有が終わりました。");
});

test("of a memo that names a moment it is told when one will be reminded", () => {
  const told = { room_id: "q", author_id: "tanaka", sent_at: "2026-04-01T00:00:00Z", notice: { code: "will_remind", text: null, people: [], until: "2026-04-02T01:00:00Z" } } as unknown as Message;
  expect(noticeText(told, people)).toBe("令和8年4月2日(木) 10:00にお知らせします。");
});

test("a request is ended where another room is archived", () => {
  expect(noticeText(notice("archived"), people)).toBe("田中 花子さんがアーカイブしました。");
  chatStore.update((state) => ({ ...state, rooms: { q: { id: "q", kind: "request" } as Room } }));
  expect(noticeText(notice("archived"), people)).toBe("田中 花子さんが取次を終えました。");
  chatStore.update((state) => ({ ...state, rooms: { q: { id: "q", kind: "request", unit_id: "u" } as Room } }));
  expect(noticeText(notice("archived"), people)).toBe("田中 花子さんが済みにしました。");
  expect(noticeText(notice("claimed"), people)).toBe("田中 花子さんが引き受けました。");
});
