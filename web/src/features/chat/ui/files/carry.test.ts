import { setMaxListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveEvent } from "../../../../platform/live.ts";
import { toastStore } from "../../../../platform/toast.ts";
import { send, takeBack, throwAway } from "../../actions.ts";
import { emptyState } from "../../sync.ts";
import { chatStore, forgetChat, outbox, takeEvents } from "../../store.ts";
import { bringingStore, NO_FILES, putFiles, type Bringing } from "../../store.files.ts";
import { bring, MOST_FILES } from "./bring.ts";
import { carriedStore } from "./carry.ts";
import { giveBackUnsent } from "./giveBack.ts";
import { asSent, mayLeave } from "./leaving.ts";
import { contentOf, contents, refusalOf, tidy, type Kept } from "./shelf.ts";

const { disk, full } = vi.hoisted(() => ({ disk: { outbox: new Map<string, unknown>(), cache: new Map<string, unknown>(), files: new Map<string, unknown>() }, full: { now: false } }));
type Shelf = keyof typeof disk;
vi.mock("../../../../platform/database.ts", () => ({
  read: async (shelf: Shelf, key: string) => disk[shelf].get(key),
  readAll: async (shelf: Shelf) => [...disk[shelf].keys()].sort().map((key) => disk[shelf].get(key)),
  write: async () => true,
  keep: async (shelf: Shelf, key: string, value: unknown) => {
    if (full.now && shelf === "files") throw new DOMException("", "QuotaExceededError");
    disk[shelf].set(key, value);
  },
  keepFrom: async (shelf: Shelf, key: string, make: (old: unknown) => unknown) => void disk[shelf].set(key, make(disk[shelf].get(key))),
  exchange: async (shelf: Shelf, old: string, key: string, value: unknown) => disk[shelf].delete(old) && Boolean(disk[shelf].set(key, value)),
  remove: async (shelf: Shelf, key: string) => void disk[shelf].delete(key),
}));

const ROOM = "0000000000001";

/** A server that can be away, takes files and messages by their ids, and refuses as told. Says what it was asked, in order. */
function server() {
  const state = { away: true, asked: [] as string[], refuses: null as string | null, holds: false, stopped: 0, loses: false, posting: 0, turn: Promise.resolve() };
  const files = new Map<string, { name: string; size: number; received: number; taken: boolean }>();
  const messages = new Map<string, { body: string; files: string[] }>();
  vi.stubGlobal("fetch", async (url: string, { method, headers, body, signal }: { method: string; headers: Record<string, string>; body?: Blob | string; signal?: AbortSignal }) => {
    if (state.away) throw new TypeError("offline");
    const path = url.replace("/api", "");
    const refused = (code: string, status: number) => Response.json({ code }, { status });
    if (path.startsWith("/files/uploads")) {
      const id = method === "POST" ? atob(headers["upload-metadata"]?.split(",id ")[1] ?? "") : path.split("/")[3] ?? "";
      const known = files.get(id);
      if (method === "POST") {
        if (state.refuses) return refused(state.refuses, state.refuses === "disk_full" ? 503 : 413);
        if (known?.taken) return refused("id_taken", 409);
        const name = new TextDecoder().decode(Uint8Array.from(atob(headers["upload-metadata"]?.split(",")[0]?.replace("filename ", "") ?? ""), (letter) => letter.charCodeAt(0)));
        files.set(id, { name, size: Number(headers["upload-length"]), received: 0, taken: false });
        state.asked.push(`begin ${name}`);
        return Response.json({ id, received: 0, size: Number(headers["upload-length"]), state: "coming" });
      }
      if (!known || known.taken) return refused("not_found", 404);
      if (method === "DELETE") files.delete(id);
      if (method === "PATCH") {
        if (state.holds) return new Promise((_, reject) =>
          signal?.addEventListener("abort", () => {
            state.stopped += 1;
            reject(new DOMException("", "AbortError"));
          }),
        );
        known.received += (body as Blob).size;
        state.asked.push(`piece ${known.name}`);
      }
      return method === "GET" ? Response.json({ id, ...known, state: known.received < known.size ? "coming" : "whole", place_removed: false }) : new Response(null, { status: 204 });
    }
    if (!path.endsWith("/messages") || method !== "POST") return refused("not_found", 404);
    state.posting += 1;
    await state.turn;
    const said = JSON.parse(body as string) as { id: string; body: string; files?: string[] };
    if (!messages.has(said.id)) {
      if (said.files?.some((id) => files.get(id)?.taken !== false)) return Response.json({ code: "invalid", fields: [{ field: "files[0]", code: "unknown" }] }, { status: 422 });
      for (const id of said.files ?? []) Object.assign(files.get(id) ?? {}, { taken: true });
      messages.set(said.id, { body: said.body, files: (said.files ?? []).map((id) => files.get(id)?.name ?? "") });
      state.asked.push(`message ${said.body}`);
    }
    if (state.loses) {
      state.loses = false;
      state.away = true;
      throw new TypeError("offline");
    }
    return Response.json({ id: said.id, room_id: ROOM, author_id: "me", seq: messages.size, tick: messages.size, body: said.body, kind: "text", reactions: [], files: [] });
  });
  return { state, files, messages };
}

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name, { type: "image/png" });
const brought = () => bringingStore.get()[ROOM] ?? NO_FILES;
const names = () => brought().map(({ name }) => name);
const entries = () => outbox.entries.get();

/** Writes and sends without a line, as the composer does. */
async function say(body: string, ...files: File[]) {
  if (files.length > 0) {
    bring(ROOM, files);
    await vi.waitFor(() => expect(mayLeave(brought(), false)).toBe(true));
  }
  const sent = brought().map(asSent);
  send({ room_id: ROOM, body, reply_to: null, thread: null, also_to_room: false, ...(sent.length > 0 && { files: sent }) });
  if (sent.length > 0) putFiles(ROOM, () => NO_FILES);
}

const kept = () => vi.waitFor(() => expect(entries().every((entry) => entry.disk === "kept")).toBe(true));

/** The page is closed and opened anew: what lay in its memory is gone. */
async function reopen() {
  outbox.clear();
  bringingStore.set({});
  contents.clear();
  carriedStore.set({});
  await outbox.start();
}

beforeEach(() => {
  for (const shelf of Object.values(disk)) shelf.clear();
  full.now = false;
  toastStore.set([]);
  carriedStore.set({});
  const target = new EventTarget();
  setMaxListeners(0, target);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  vi.stubGlobal("dispatchEvent", target.dispatchEvent.bind(target));
  chatStore.set({ ...emptyState, me: "me" });
});
afterEach(() => {
  forgetChat();
  vi.unstubAllGlobals();
});

test("a message leaves with files that wait for the line, and not with such as are paused, refused or being made smaller", () => {
  const one = (state: Bringing["state"], code: string | null = null) => [{ state, code } as Bringing];
  expect([mayLeave(one("whole"), true), mayLeave(one("sending"), true), mayLeave(one("waiting", "disk_full"), true)]).toEqual([true, false, false]);
  // The line is called live until it is found out that it is dead.
  expect([mayLeave(one("waiting", "offline"), true), mayLeave(one("sending"), false), mayLeave(one("waiting", "offline"), false)]).toEqual([true, true, true]);
  expect((["paused", "refused", "making"] as const).map((state) => mayLeave(one(state), false))).toEqual([false, false, false]);
  expect(mayLeave([...one("whole"), ...one("refused")], false)).toBe(false);
});

test("messages with files and without go out in the order in which they were written", async () => {
  const { state, messages } = server();
  await say("着きました。");
  await say("北側です。", file("北.png"), file("門.png"));
  await say("南側はこれからです。");
  await say("南側です。", file("南.png"));
  await kept();
  expect([disk.outbox.size, disk.files.size]).toEqual([4, 3]);
  state.away = false;
  outbox.kick();
  await vi.waitFor(() => expect(entries()).toEqual([]));
  expect(state.asked.filter((said) => !said.startsWith("piece"))).toEqual(["message 着きました。", "begin 北.png", "begin 門.png", "message 北側です。", "message 南側はこれからです。", "begin 南.png", "message 南側です。"]);
  expect([...messages.values()].map(({ files }) => files)).toEqual([[], ["北.png", "門.png"], [], ["南.png"]]);
  await vi.waitFor(() => expect([disk.outbox.size, disk.files.size, contents.size]).toEqual([0, 0, 0]));
});

test("what was written without a line survives the page, and goes out once, under the ids that it was born with", async () => {
  const { state, files, messages } = server();
  await say("倒木です。", file("倒木.png", 300_000));
  await kept();
  const ids = [...disk.files.keys()];
  const message = entries()[0]?.id ?? "";
  await reopen();
  expect(entries().map(({ id }) => id)).toEqual([message]);
  expect((await contentOf(ids[0] ?? ""))?.bytes.size).toBe(300_000);
  state.away = false;
  outbox.kick();
  await vi.waitFor(() => expect(entries()).toEqual([]));
  expect([[...files.keys()], [...messages.keys()]]).toEqual([ids, [message]]);
});

test("an answer that is lost sends neither the files nor the message twice", async () => {
  const { state, messages } = server();
  await say("届いています。", file("一度.png"));
  await kept();
  Object.assign(state, { away: false, loses: true });
  outbox.kick();
  await vi.waitFor(() => expect([messages.size, state.away]).toEqual([1, true]));
  state.away = false;
  await reopen();
  outbox.kick();
  await vi.waitFor(() => expect(entries()).toEqual([]));
  expect(messages.size).toBe(1);
  expect(state.asked).toEqual(["begin 一度.png", "piece 一度.png", "message 届いています。"]);
});

test("a message of which only the live line says that it arrived leaves none of its files behind as not sent", async () => {
  const { state, messages } = server();
  await say("届いています。", file("一度.png"));
  await kept();
  // They lie there as they did in the composer.
  for (const [id, one] of disk.files) disk.files.set(id, { ...(one as object), unsent: { key: ROOM, page: "before", at: 0, of: undefined, drawing: null } });
  Object.assign(state, { away: false, loses: true });
  outbox.kick();
  // The first try met no line, the second lost its answer.
  await vi.waitFor(() => expect([messages.size, state.away, entries()[0]?.tries]).toEqual([1, true, 2]));
  expect(disk.files.size).toBe(1);
  const id = entries()[0]?.id ?? "";
  const message = { id, room_id: ROOM, thread_id: null, author_id: "me", seq: 1, tick: 1, body: "届いています。", kind: "text", reactions: [], files: [] };
  takeEvents([{ kind: "chat.message_posted", tick: 1, p: { message } } as unknown as LiveEvent]);
  expect(entries()).toEqual([]);
  await vi.waitFor(() => expect([disk.outbox.size, disk.files.size, contents.size]).toEqual([0, 0, 0]));
  await reopen();
  await giveBackUnsent(ROOM);
  expect(brought()).toEqual([]);
});

test("a file that the server refuses is named with its reason, holds up nobody, and goes back with its words", async () => {
  vi.stubGlobal("navigator", { locks: { query: async () => ({ held: [] }), request: async (_: string, ...more: unknown[]) => (more.at(-1) as () => Promise<void>)() } });
  const { state } = server();
  await say("大きな図面です。", file("図面.png"));
  await say("次の話です。");
  await kept();
  Object.assign(state, { away: false, refuses: "files.too_large" });
  outbox.kick();
  await vi.waitFor(() => expect(entries().map((entry) => [entry.state, entry.code])).toEqual([["refused", "files.too_large"]]));
  expect(state.asked).toEqual(["message 次の話です。"]);
  const id = [...disk.files.keys()][0] ?? "";
  expect(carriedStore.get()[id]?.code).toBe("files.too_large");
  expect(await refusalOf(id)).toBe("files.too_large");
  await reopen();
  expect([entries()[0]?.state, await refusalOf(id)]).toEqual(["refused", "files.too_large"]);
  state.refuses = null;
  takeBack(entries()[0]?.id ?? "");
  expect(chatStore.get().drafts[ROOM]?.body).toBe("大きな図面です。");
  await vi.waitFor(() => expect(brought().map(({ name, state: now }) => [name, now])).toEqual([["図面.png", "whole"]]));
  // As long as it is in the composer it lies on the disk, as that.
  expect([...disk.files.values()]).toMatchObject([{ unsent: { key: ROOM } }]);
});

test("a file that the server cannot take now waits and says why, and goes when somebody tries again", async () => {
  const { state, messages } = server();
  await say("満杯です。", file("現場.png"));
  await kept();
  Object.assign(state, { away: false, refuses: "disk_full" });
  outbox.kick();
  const id = [...disk.files.keys()][0] ?? "";
  await vi.waitFor(() => expect(carriedStore.get()[id]?.code).toBe("disk_full"));
  expect([entries()[0]?.state, await refusalOf(id)]).toEqual(["waiting", null]);
  state.refuses = null;
  outbox.hurry(entries()[0]?.id ?? "");
  await vi.waitFor(() => expect(messages.size).toBe(1));
});

test("a message that is taken back while its file is on its way stops it, and can be had back", async () => {
  const { state, messages } = server();
  await say("やめます。", file("途中.png"));
  await kept();
  Object.assign(state, { away: false, holds: true });
  outbox.kick();
  await vi.waitFor(() => expect(state.asked).toEqual(["begin 途中.png"]));
  throwAway(entries()[0]?.id ?? "");
  state.holds = false;
  await vi.waitFor(() => expect([disk.outbox.size, state.stopped]).toEqual([0, 1]));
  expect(messages.size).toBe(0);
  toastStore.get().at(-1)?.action?.run();
  await vi.waitFor(() => expect(messages.size).toBe(1));
  expect(state.asked).toEqual(["begin 途中.png", "piece 途中.png", "message やめます。"]);
});

test("files of a message that was thrown away are not given back as unsent by the next page, and can be had back for a moment", async () => {
  vi.stubGlobal("navigator", { locks: { query: async () => ({ held: [] }), request: async (_: string, ...more: unknown[]) => (more.at(-1) as () => Promise<void>)() } });
  server();
  await say("やめます。", file("途中.png"));
  await kept();
  const lying = () => [...disk.files.values()] as Kept[];
  await vi.waitFor(() => expect(lying()).toMatchObject([{ unsent: { key: ROOM } }]));
  throwAway(entries()[0]?.id ?? "");
  await vi.waitFor(() => expect([disk.outbox.size, lying().map(({ unsent }) => unsent)]).toEqual([0, [undefined]]));
  await reopen();
  await giveBackUnsent(ROOM);
  expect(brought()).toEqual([]);
  toastStore.get().at(-1)?.action?.run();
  expect(entries().map(({ content }) => content.body)).toEqual(["やめます。"]);
  expect((await contentOf(lying()[0]?.id ?? ""))?.bytes.size).toBe(10);
});

test.each([["gets through", false], ["gets through, and its answer is lost", true]])("a message that is taken back while it is posted, and %s, gives its files back under other ids", async (_, loses) => {
  const { state, files, messages } = server();
  await say("まだ直します。", file("現場.png", 30));
  await kept();
  let goOn = () => {};
  const turn = new Promise<void>((done) => (goOn = done));
  Object.assign(state, { away: false, loses, turn });
  outbox.kick();
  await vi.waitFor(() => expect(state.posting).toBe(1));
  const former = [...disk.files.keys()][0] ?? "";
  takeBack(entries()[0]?.id ?? "");
  await vi.waitFor(() => expect(brought()).toMatchObject([{ id: former, state: "whole" }]));
  goOn();
  await vi.waitFor(() => expect(brought()[0]?.id).not.toBe(former));
  expect([messages.size, files.get(former)?.taken]).toEqual([1, true]);
  state.away = false;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(brought()).toMatchObject([{ name: "現場.png", size: 30, state: "whole" }]));
  expect(files.get(brought()[0]?.id ?? "")).toMatchObject({ received: 30, taken: false });
});

test("a message that is taken back while it is posted with files that were all there gives them back under other ids", async () => {
  const { state, files, messages } = server();
  let goOn = () => {};
  Object.assign(state, { away: false, turn: new Promise<void>((done) => (goOn = done)) });
  bring(ROOM, [file("現場.png", 30)]);
  await vi.waitFor(() => expect(brought()).toMatchObject([{ state: "whole" }]));
  const former = brought()[0]?.id ?? "";
  send({ room_id: ROOM, body: "まだ直します。", reply_to: null, thread: null, also_to_room: false, files: brought().map(asSent) });
  putFiles(ROOM, () => NO_FILES);
  await vi.waitFor(() => expect(state.posting).toBe(1));
  takeBack(entries()[0]?.id ?? "");
  goOn();
  await vi.waitFor(() => expect(brought()[0]?.id).not.toBe(former));
  await vi.waitFor(() => expect(brought()).toMatchObject([{ name: "現場.png", size: 30, state: "whole" }]));
  expect([messages.size, files.get(former)?.taken, files.get(brought()[0]?.id ?? "")?.taken]).toEqual([1, true, false]);
  // Sent again it has all of it.
  send({ room_id: ROOM, body: "直しました。", reply_to: null, thread: null, also_to_room: false, files: brought().map(asSent) });
  putFiles(ROOM, () => NO_FILES);
  await vi.waitFor(() => expect([...messages.values()].at(-1)).toEqual({ body: "直しました。", files: ["現場.png"] }));
  await vi.waitFor(() => expect(disk.files.size).toBe(0));
});

test("where the device has no space it says so, and the message goes out from this page", async () => {
  const { state, messages } = server();
  full.now = true;
  await say("空きがありません。", file("現場.png"));
  await vi.waitFor(() => expect(entries()[0]?.disk).toBe("lost"));
  expect(toastStore.get().at(-1)?.text).toContain("この端末に空きがない");
  expect(disk.files.size).toBe(0);
  state.away = false;
  outbox.kick();
  await vi.waitFor(() => expect([...messages.values()]).toEqual([{ body: "空きがありません。", files: ["現場.png"] }]));
});

test("a browser that says how little space there is is believed before anything is written", async () => {
  server();
  vi.stubGlobal("navigator", { storage: { persist: async () => true, estimate: async () => ({ quota: 2_000_000, usage: 1_500_000 }) } });
  await say("入りません。", file("現場.png", 10));
  await vi.waitFor(() => expect(entries()[0]?.disk).toBe("lost"));
  expect([disk.files.size, toastStore.get().length]).toEqual([0, 1]);
});

test("what waits lies on the disk though nobody answers whether the browser may keep it for good", async () => {
  server();
  vi.stubGlobal("navigator", { storage: { persist: () => new Promise(() => undefined), estimate: async () => ({ quota: 9_000_000, usage: 0 }) } });
  await say("保存されます。", file("現場.png"));
  await kept();
  expect([disk.outbox.size, disk.files.size]).toEqual([1, 1]);
});

test("another person at the same browser neither sees nor sends what waits", async () => {
  const { state, messages } = server();
  await say("私だけのものです。", file("私.png"));
  await kept();
  const id = [...disk.files.keys()][0] ?? "";
  forgetChat();
  expect([contents.size, entries().length]).toEqual([0, 0]);
  chatStore.set({ ...emptyState, me: "other" });
  state.away = false;
  await outbox.start();
  expect([entries(), await contentOf(id), messages.size]).toEqual([[], undefined, 0]);
});

test("of two tabs one is at a message, and the other finds it gone", async () => {
  const { state, messages } = server();
  let letGo = () => {};
  const turn = new Promise<void>((done) => (letGo = done));
  const asked: string[] = [];
  vi.stubGlobal("navigator", {
    locks: {
      request: async (name: string, _: unknown, run: () => Promise<unknown>) => {
        asked.push(name);
        await turn;
        return run();
      },
    },
  });
  await say("一度だけです。", file("一度.png"));
  await kept();
  const id = entries()[0]?.id ?? "";
  state.away = false;
  outbox.kick();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  expect(new Set(asked.filter((name) => name.startsWith("message")))).toEqual(new Set([`message ${id}`]));
  // Meanwhile the other tab has sent it, and told this one, which had not heard yet.
  disk.outbox.delete(id);
  letGo();
  await vi.waitFor(() => expect(entries()[0]?.tries).toBeGreaterThan(0));
  expect([state.asked, messages.size]).toEqual([[], 0]);
  await outbox.look(false);
  expect(entries()).toEqual([]);
});

test("what no message has any more is cleared away after a while, and what one has is not", async () => {
  server();
  await say("残ります。", file("残る.png"));
  await kept();
  const needed = [...disk.files.keys()];
  const now = Date.now();
  disk.files.set("left", { id: "left", author: "me", name: "古い.png", bytes: new Blob(), keptAt: now - 7_200_000, refused: null });
  disk.files.set("fresh", { id: "fresh", author: "me", name: "今.png", bytes: new Blob(), keptAt: now, refused: null });
  await tidy(now);
  expect([...disk.files.keys()].sort()).toEqual([...needed, "fresh"].sort());
  await tidy(now + 7_200_000);
  expect([...disk.files.keys()]).toEqual(needed);
});

test("no more files go with a message than it may have, though none is on its way", () => {
  server();
  expect(bring(ROOM, Array.from({ length: MOST_FILES + 2 }, (_, at) => file(`${at}.png`)))).toBe(2);
  expect(names()).toHaveLength(MOST_FILES);
});
