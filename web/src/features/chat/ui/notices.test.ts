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

test("a request is ended where another room is archived", () => {
  expect(noticeText(notice("archived"), people)).toBe("田中 花子さんがアーカイブしました。");
  chatStore.update((state) => ({ ...state, rooms: { q: { id: "q", kind: "request" } as Room } }));
  expect(noticeText(notice("archived"), people)).toBe("田中 花子さんが取次を終えました。");
});
