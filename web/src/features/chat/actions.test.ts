import { beforeEach, expect, test, vi } from "vitest";
import { sessionStore, type Me } from "../../platform/session.ts";
import { toastStore } from "../../platform/toast.ts";
import { askAgainWhoIsBarred, askWhetherBarred, doubtDirects, keepDraft, saveDrafts, send, sendDrafts, takeBack, throwAway } from "./actions.ts";
import type { Room } from "./model.ts";
import { chatStore, forgetChat, outbox, ownDrafts, requestNewsStore, takeEvents } from "./store.ts";

// No server and no disk: everything waits, in this page alone.
vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));

const stream = { room: "0000000000001", thread: null };
const draftBody = () => chatStore.get().drafts[stream.room]?.body ?? "";

beforeEach(forgetChat);

/** The server tells of a draft. */
function told(tick: number, body: string | null) {
  const draft = body === null ? null : { stream_id: stream.room, room_id: stream.room, body, quote: null, updated_at: "2026-11-21T00:00:00Z", tick };
  takeEvents([{ tick, kind: "chat.draft_changed", p: { stream_id: stream.room, room_id: stream.room, draft } }]);
}

test("what the server tells of an earlier draft does not take away what is being typed", () => {
  keepDraft(stream, "はじめの文", null);
  keepDraft(stream, "", null);
  keepDraft(stream, "打ち直した文", null);
  told(7, "はじめの文");
  expect(draftBody()).toBe("打ち直した文");
  told(8, null);
  expect(draftBody()).toBe("打ち直した文");
});

test("what another device writes comes in once the server has the words from here", async () => {
  vi.useFakeTimers();
  const kept = { draft: { stream_id: stream.room, room_id: stream.room, body: "ここの文", quote: null, updated_at: "2026-11-21T00:00:00Z", tick: 20 } };
  vi.stubGlobal("fetch", async () => Response.json(kept));
  keepDraft(stream, "ここの文", null);
  await vi.runAllTimersAsync();
  told(19, "追い越された文");
  expect(draftBody()).toBe("ここの文");
  told(21, "電話で書いた文");
  expect(draftBody()).toBe("電話で書いた文");
  vi.useRealTimers();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

test("words that the server could not be told of stay when everything is fetched anew, and are told again", async () => {
  vi.useFakeTimers();
  keepDraft(stream, "つながらないうちに", null);
  await vi.runAllTimersAsync();
  const older = { stream_id: stream.room, room_id: stream.room, body: "古い文", quote: null, updated_at: "2026-11-21T00:00:00Z", tick: 3 };
  chatStore.update((state) => ({ ...state, drafts: ownDrafts.over({ [stream.room]: older }) }));
  expect(draftBody()).toBe("つながらないうちに");
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body).body);
    return Response.json({ draft: { ...older, tick: 9 } });
  });
  saveDrafts();
  await vi.runAllTimersAsync();
  expect([asked, [...ownDrafts.underWay]]).toEqual([["つながらないうちに"], []]);
  vi.useRealTimers();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

/** Writes and sends, as the composer does. */
function write(body: string) {
  keepDraft(stream, body, null);
  send({ room_id: stream.room, body, reply_to: null, thread: null, also_to_room: false });
  return outbox.entries.get().at(-1)?.id ?? "";
}

test("a draft stays while its words are neither on the disk nor on the server", async () => {
  write("まだ安全でない");
  await vi.waitFor(() => expect(outbox.entries.get()[0]?.tries).toBe(1));
  expect(outbox.entries.get()[0]?.disk).toBe("lost");
  expect(draftBody()).toBe("まだ安全でない");
  outbox.settle(outbox.entries.get()[0]?.id ?? "");
  expect(draftBody()).toBe("");
});

test("words written after sending are not thrown away with the draft that was sent", () => {
  const id = write("先の文");
  keepDraft(stream, "次の文", null);
  outbox.settle(id);
  expect(draftBody()).toBe("次の文");
});

test("a message taken back comes before what is being written", () => {
  const id = write("先の文");
  keepDraft(stream, "次の文", null);
  takeBack(id);
  expect(outbox.entries.get()).toEqual([]);
  expect(draftBody()).toBe("先の文\n次の文");
});

test("a message thrown away by mistake can be had back", () => {
  throwAway(write("捨てない"));
  expect([outbox.entries.get().length, draftBody()]).toEqual([0, ""]);
  toastStore.get().at(-1)?.action?.run();
  expect(outbox.entries.get().map((entry) => entry.content.body)).toEqual(["捨てない"]);
});

const mine = { role: "member" as const, joined_seq: 0, read_seq: 0, mention_seqs: [], muted: false, pinned: false, derived: false, reads_until: null, barred: false, tick: 5 };
const room = (id: string, kind: Room["kind"]): Room => ({ id, kind, name: "", purpose: "", unit_id: null, rule: null, archived_at: null, guest_count: 0, shared_with: [], member_count: 2, last_seq: 0, last: null, last_at: "", people: [], tick: 5, mine });
const held = (...rooms: Room[]) => chatStore.update((state) => ({ ...state, rooms: Object.fromEntries(rooms.map((one) => [one.id, one])) }));

test("when barriers change, a direct room is asked about once it is opened, and only once", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    // What an earlier test left to be saved goes its way too.
    if (path.startsWith("/api/rooms/")) asked.push(path);
    return Response.json({ ...room("d", "direct"), mine: { ...mine, barred: true } });
  });
  held(room("d", "direct"), room("r", "private"));
  askWhetherBarred("d");
  doubtDirects();
  for (const id of ["r", "d", "d"]) askWhetherBarred(id);
  await vi.waitFor(() => expect(chatStore.get().rooms.d?.mine?.barred).toBe(true));
  expect(asked).toEqual(["/api/rooms/d"]);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

test("whether one may write is asked again when nobody answered", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.startsWith("/api/rooms/")) asked.push(path);
    throw new TypeError("offline");
  });
  held(room("e", "direct"));
  doubtDirects();
  askAgainWhoIsBarred();
  askWhetherBarred("e");
  await vi.waitFor(() => {
    askWhetherBarred("e");
    expect(asked.length).toBeGreaterThan(1);
  });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

test("what becomes of requests is news for their list, and other talk is not", () => {
  const news = () => requestNewsStore.get();
  const before = news();
  takeEvents([{ tick: 30, kind: "chat.room_joined", p: { room: room("q", "request") } }]);
  expect(news()).toBe(before + 1);
  const message = (room_id: string, kind: "text" | "notice") => ({ id: `${room_id}${kind}`, room_id, thread_id: null, seq: 1, author_id: "other", via: null, kind, notice: kind === "notice" ? { code: "claimed" as const, text: null, people: ["other"] } : null, body: "", everyone: false, quote: null, sent_at: "2026-11-21T01:00:00Z", edited_at: null, withdrawn_at: null, reactions: [], thread: null, files: [], tick: 31 });
  takeEvents([{ tick: 31, kind: "chat.message_posted", p: { message: message("q", "text") } }]);
  expect(news()).toBe(before + 1);
  takeEvents([{ tick: 32, kind: "chat.message_posted", p: { message: message("q", "notice") } }]);
  expect(news()).toBe(before + 2);
  takeEvents([{ tick: 33, kind: "chat.room_joined", p: { room: room("r", "private") } }]);
  takeEvents([{ tick: 34, kind: "chat.message_posted", p: { message: message("r", "notice") } }]);
  expect(news()).toBe(before + 2);
});

test("drafts are told at once when somebody else may go on in a moment", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    asked.push((JSON.parse(body) as { body: string }).body);
    return Response.json({ draft: null });
  });
  keepDraft(stream, "お迎えの書きかけ", null);
  await sendDrafts();
  expect(asked).toEqual(["お迎えの書きかけ"]);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

test("what is written on a shared account goes out with who wrote it, and is sent again as theirs", () => {
  sessionStore.set({ shared: { operator: { id: "o1" }, idle_seconds: 60 } } as Me);
  send({ room_id: stream.room, body: "園児は42人です", reply_to: null, thread: null, also_to_room: false });
  sessionStore.set({ shared: { operator: { id: "o2" }, idle_seconds: 60 } } as Me);
  const [waiting] = outbox.entries.get();
  expect(waiting?.content.operator).toBe("o1");
  throwAway(waiting?.id ?? "");
  toastStore.get().at(-1)?.action?.run();
  expect(outbox.entries.get()[0]?.content.operator).toBe("o1");
  sessionStore.set(null);
});

test("what was thrown away is not had back under the next person's name", () => {
  throwAway(write("前の人の文"));
  const undo = toastStore.get().at(-1)?.action?.run;
  chatStore.update((state) => ({ ...state, me: "next" }));
  undo?.();
  expect(outbox.entries.get()).toEqual([]);
});
