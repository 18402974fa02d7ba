import { beforeEach, expect, test, vi } from "vitest";
import { toastStore } from "../../platform/toast.ts";
import { keepDraft, saveDrafts, send, takeBack, throwAway } from "./actions.ts";
import { chatStore, forgetChat, outbox, ownDrafts, takeEvents } from "./store.ts";

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
