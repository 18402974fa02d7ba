import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lineStore } from "../../../../platform/live.ts";
import { sessionStore, type Me } from "../../../../platform/session.ts";
import { toastStore } from "../../../../platform/toast.ts";
import type { Album } from "../../api.albums.ts";
import type { Room } from "../../model.ts";
import { albumStore } from "../../store.albums.ts";
import { bringingStore } from "../../store.files.ts";
import { chatStore, forgetChat, outbox, wouldLose } from "../../store.ts";
import { putAlbum } from "../../sync.albums.ts";
import { dropRoom, emptyState } from "../../sync.ts";
import { pause, resume } from "../files/bring.ts";
import { putInto } from "./putting.ts";

const { disk, outside } = vi.hoisted(() => ({ disk: { outbox: new Map<string, unknown>(), cache: new Map<string, unknown>(), files: new Map<string, { bytes: Blob }>() }, outside: { answer: Promise.resolve(true) } }));
type Shelf = keyof typeof disk;
vi.mock("../../../../platform/database.ts", () => ({
  read: async (shelf: Shelf, key: string) => disk[shelf].get(key),
  readAll: async (shelf: Shelf) => [...disk[shelf].values()],
  write: async () => true,
  keep: async (shelf: Shelf, key: string, value: never) => void disk[shelf].set(key, value),
  keepFrom: async (shelf: Shelf, key: string, make: (old: unknown) => never) => void disk[shelf].set(key, make(disk[shelf].get(key))),
  exchange: async () => true,
  remove: async (shelf: Shelf, key: string) => void disk[shelf].delete(key),
}));
vi.mock("../guard/outside.tsx", () => ({ care: async () => ({ asks: true, hold_seconds: 0 }), confirm: () => outside.answer }));

const album = (id: string): Album => ({ id, room_id: "r", name: "市道3号線", sort: "time", cover_id: null, cover_chosen: false, pictures: 0, made_by: "me", made_at: "2026-06-03T09:00:00Z", changed_at: "2026-06-03T09:00:00Z", removed: false, tick: 1 });
const room = (guests = 0) => ({ id: "r", kind: "group", guest_count: guests, shared_with: [], mine: { role: "member" } }) as unknown as Room;
const signIn = (me: string, operator: string | null, guests = 0) => {
  sessionStore.set({ person: { id: me, guest: false }, shared: { operator: operator === null ? null : { id: operator } } } as unknown as Me);
  chatStore.set({ ...emptyState, me, rooms: { r: room(guests) } });
};

/** Files of which sizes the server refuses. */
const refuses: { now: (size: number) => boolean } = { now: () => false };

/** A server that takes files only once it may, and then at once; messages wait for ever. */
function server() {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  const there = new Map<string, number>();
  vi.stubGlobal("fetch", async (url: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
    if (!url.includes("/files/uploads")) return new Promise(() => undefined);
    await opened;
    const size = Number(headers["upload-length"] ?? 0);
    const id = method === "POST" ? atob(headers["upload-metadata"]?.split(",id ")[1] ?? "") : (url.split("/").at(-1) ?? "");
    if (method === "POST" && refuses.now(size)) return Response.json({ code: "files.too_large" }, { status: 413 });
    if (method === "POST") there.set(id, size);
    if (method === "POST") return Response.json({ id, received: 0, size, state: size === 0 ? "whole" : "coming" });
    return method === "GET" ? Response.json({ id, received: there.get(id), size: there.get(id), state: "whole", place_removed: false }) : new Response(null, { status: 204 });
  });
  return open;
}

const photo = (name: string) => new File([new Uint8Array(10)], name, { type: "image/png" });
const photos = (count: number) => Array.from({ length: count }, (_, at) => photo(`${at}.png`));
const waiting = () => outbox.entries.get().map(({ content }) => content);
const coming = () => Object.entries(bringingStore.get()).flatMap(([key, files]) => files.map((file) => ({ key, ...file })));

beforeEach(() => {
  refuses.now = () => false;
  toastStore.set([]);
  for (const shelf of Object.values(disk)) shelf.clear();
  const target = new EventTarget();
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  lineStore.set("live");
  albumStore.update((state) => ["a", "b"].reduce((all, id) => putAlbum(all, album(id)), state));
});
afterEach(() => {
  forgetChat();
  sessionStore.set(null);
  vi.unstubAllGlobals();
});

test("photos are said by who put them in, whoever uses the account when the last of them has come", async () => {
  const open = server();
  signIn("me", "aoki");
  await putInto("r", "a", photos(1));
  signIn("me", "baba");
  open();
  await vi.waitFor(() => expect(waiting()).toMatchObject([{ album: "a", operator: "aoki" }]));
});

test("photos of whoever signed out before they answered go nowhere under the next name", async () => {
  server();
  let answer: (yes: boolean) => void = () => undefined;
  outside.answer = new Promise((done) => (answer = done));
  signIn("me", null, 1);
  const put = putInto("r", "a", photos(1));
  forgetChat();
  signIn("other", null, 1);
  answer(true);
  await put;
  expect([coming(), waiting()]).toEqual([[], []]);
});

test("photos that are put in without a line lie on the disk with their message", async () => {
  server();
  signIn("me", null);
  lineStore.set("broken");
  await putInto("r", "a", photos(2));
  expect(waiting()).toMatchObject([{ album: "a", files: [{ name: "0.png", waits: true }, { name: "1.png", waits: true }] }]);
  expect(coming()).toEqual([]);
  await vi.waitFor(() => expect([...disk.files.values()].map(({ bytes }) => bytes.size)).toEqual([10, 10]));
  await vi.waitFor(() => expect([outbox.entries.get()[0]?.disk, disk.outbox.size]).toEqual(["kept", 1]));
});

test("photos that are on their way when the line breaks are kept with their messages, each once", async () => {
  server();
  signIn("me", null);
  await putInto("r", "a", photos(21));
  await putInto("r", "b", photos(1));
  expect([waiting().length, coming().length]).toEqual([0, 22]);
  lineStore.set("broken");
  expect(waiting().map(({ album: into, files }) => [into, files?.length])).toEqual([["a", 20], ["a", 1], ["b", 1]]);
  await vi.waitFor(() => expect([disk.files.size, disk.outbox.size]).toEqual([22, 3]));
});

test("photos for a room that one was put out of meanwhile are let go of with a word, and hold up no closing of the page", async () => {
  server();
  signIn("me", null);
  await putInto("r", "a", photos(2));
  expect(wouldLose()).toBe(true);
  chatStore.update((state) => dropRoom(state, "r"));
  expect([coming(), wouldLose()]).toEqual([[], false]);
  expect(toastStore.get().at(-1)?.text).toContain("2枚は送られませんでした");
});

test("a photo that is refused is named with what to do, the others go without it, and it goes by itself when it is tried again", async () => {
  const open = server();
  signIn("me", "aoki");
  refuses.now = (size) => size === 77;
  await putInto("r", "a", [photo("北.png"), new File([new Uint8Array(77)], "大きな南.png", { type: "image/png" }), photo("西.png")]);
  open();
  await vi.waitFor(() => expect(waiting()).toMatchObject([{ album: "a", operator: "aoki", files: [{ name: "北.png" }, { name: "西.png" }] }]));
  expect(coming()).toMatchObject([{ name: "大きな南.png", state: "refused", code: "files.too_large" }]);
  expect(toastStore.get().map(({ text }) => text)).toEqual([expect.stringContaining("大きな南.png")]);
  refuses.now = () => false;
  signIn("me", "baba");
  resume(coming()[0]?.key ?? "", coming()[0]?.id ?? "");
  await vi.waitFor(() => expect(waiting()[1]).toMatchObject({ album: "a", operator: "aoki", files: [{ name: "大きな南.png" }] }));
  expect(coming()).toEqual([]);
});

test("a photo that is paused holds back no other, and none goes before those that are on their way have come", async () => {
  const open = server();
  signIn("me", null);
  await putInto("r", "a", photos(3));
  const [first] = coming();
  pause(first?.key ?? "", first?.id ?? "");
  expect(waiting()).toEqual([]);
  open();
  await vi.waitFor(() => expect(waiting()).toMatchObject([{ files: [{ name: "1.png" }, { name: "2.png" }] }]));
  expect(coming()).toMatchObject([{ name: "0.png", state: "paused" }]);
  expect(toastStore.get()).toEqual([]);
  resume(first?.key ?? "", first?.id ?? "");
  await vi.waitFor(() => expect(waiting()[1]).toMatchObject({ files: [{ name: "0.png" }] }));
});
