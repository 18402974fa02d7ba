import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../../../platform/session.ts";
import { toastStore } from "../../../../platform/toast.ts";
import type { Share } from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { chatStore, forgetChat, shareNewsStore, takeEvents } from "../../store.ts";
import { askOffers, offersStore } from "./waiting.ts";

let told: Partial<Share>[] = [];
const asked = vi.fn(() => Promise.resolve(new Response(JSON.stringify({ items: told }))));
vi.stubGlobal("fetch", asked);

beforeEach(forgetChat);

const COUNCIL = { share: "s", name: "緑野市議会", code: "council", colour: "green" as const };
const offer = (id: string, change: Partial<Share> = {}): Partial<Share> => ({ id, direction: "received", state: "offered", organisation: COUNCIL, ...change });
const news = (tick: number) => takeEvents([{ tick, kind: "chat.shares_changed", p: {} }]);

test("a room that is shared, or so no longer, says so as soon as it is told", () => {
  const room = { id: "r", tick: 5, last_seq: 0, last: null, shared_with: [], mine: { tick: 5 } } as unknown as Room;
  chatStore.update((state) => ({ ...state, rooms: { r: room } }));
  const changed = (tick: number, shared_with: Room["shared_with"]) => takeEvents([{ tick, kind: "chat.room_changed", p: { room: { ...room, mine: null, shared_with, tick } } }]);
  changed(6, [COUNCIL]);
  expect(chatStore.get().rooms.r?.shared_with).toEqual([COUNCIL]);
  changed(7, []);
  expect(chatStore.get().rooms.r?.shared_with).toEqual([]);
  expect(chatStore.get().rooms.r?.mine).not.toBeNull();
});

test("what waits for our answer is counted anew with each piece of news, and told when it is one more", async () => {
  sessionStore.set({ person: { id: "me" } } as Me);
  told = [offer("a"), offer("b", { direction: "offered" }), offer("c", { state: "agreed" })];
  await askOffers();
  expect(offersStore.get()).toBe(1);
  // Nothing new, nothing asked; the first look at the menu says nothing aloud.
  await askOffers();
  expect(asked).toHaveBeenCalledTimes(1);
  expect(toastStore.get()).toEqual([]);
  const before = shareNewsStore.get();
  news(9);
  expect(shareNewsStore.get()).toBe(before + 1);
  told = [offer("d"), ...told];
  await askOffers();
  expect(offersStore.get()).toBe(2);
  expect(toastStore.get().map(({ text }) => text)).toEqual(["緑野市議会からルームの共有の申し入れが届きました。"]);
  told = [];
  news(10);
  await askOffers();
  expect(offersStore.get()).toBe(0);
});
