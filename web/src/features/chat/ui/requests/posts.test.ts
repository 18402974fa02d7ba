import { beforeEach, expect, test, vi } from "vitest";
import type { Me } from "../../../../platform/session.ts";
import { send } from "../../actions.ts";
import { isToPost, postsToWriteAs, requestTo, roomTitle, rowsOf, sectionsOf, unreadRequests, type ContactRequest, type Message, type Room } from "../../model.ts";
import { chatStore, outbox, requestNewsStore, takeEvents } from "../../store.ts";
import { emptyState } from "../../sync.ts";
import { isShared } from "./claims.ts";
import { asPostText, signed } from "../names.ts";

const ME = "me";

function toPost(id: string, asker: string, change: Partial<Room> = {}, unread = 0): Room {
  const mine = { role: "member" as const, joined_seq: 0, read_seq: 10 - unread, mention_seqs: [], muted: false, pinned: false, derived: asker !== ME, reads_until: null, barred: false, tick: 1 };
  return { id, kind: "request", name: "財政課長", purpose: "", unit_id: "u1", title_id: "t1", rule: null, archived_at: null, member_count: 2, guest_count: 0, shared_with: [], last_seq: 10, last: null, last_at: "", people: [asker], tick: 1, mine, ...change };
}

const desk = (id: string, unread = 0) => toPost(id, "b", { name: "式典の相談", unit_id: null, title_id: undefined, people: [] }, unread);

function message(seq: number, change: Partial<Message> = {}): Message {
  return { id: `m${seq}`, room_id: "r", thread_id: null, seq, author_id: "a", via: null, kind: "text", notice: null, body: "", everyone: false, quote: null, sent_at: new Date(Date.UTC(2026, 10, 21, 1, seq)).toISOString(), edited_at: null, withdrawn_at: null, reactions: [], thread: null, files: [], tick: seq, ...change };
}

beforeEach(() => {
  chatStore.set({ ...emptyState, me: ME });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
});

test("who asks sees the post, who holds it sees who asks", () => {
  const people = { b: { id: "b", name: "佐藤 花", reading: "さとう はな", title: null, unit: null, photo: null, active: true, place: null } };
  expect(roomTitle(toPost("q", ME), people, ME, "")).toBe("財政課長");
  expect(roomTitle(toPost("q", "b"), people, ME, "")).toBe("佐藤 花 → 財政課長");
  expect(roomTitle(desk("d"), people, ME, "")).toBe("式典の相談");
});

test("requests to posts stand apart from those to desks, and are counted apart", () => {
  const rooms = [toPost("p", "b"), toPost("n", "b", {}, 2), toPost("old", "b", { archived_at: "2026-01-01T00:00:00Z" }, 3), desk("d"), desk("e", 1)];
  const sections = sectionsOf(rooms);
  expect(sections.toPosts.map(({ id }) => id)).toEqual(["p"]);
  expect(sections.requests.map(({ id }) => id)).toEqual(["d"]);
  expect([unreadRequests(rooms, true), unreadRequests(rooms, false)]).toEqual([2, 1]);
  expect([isToPost(toPost("p", "b")), isToPost(desk("d"))]).toEqual([true, false]);
});

test("my talk with a post is found by unit and title, also a done one, and nobody else's", () => {
  const rooms = [toPost("theirs", "b"), toPost("mine", ME, { archived_at: "2026-01-01T00:00:00Z" }), toPost("whole", ME, { title_id: undefined })];
  expect(requestTo(rooms, ME, "u1", "t1")?.id).toBe("mine");
  expect(requestTo(rooms, ME, "u1", null)?.id).toBe("whole");
  expect(requestTo(rooms, ME, "u2", "t1")).toBe(null);
});

test("one of several says that they see to it; where one person holds the post nobody needs to", () => {
  const request = (member_count: number, claimed_by: ContactRequest["claimed_by"] = null) => ({ room: toPost("q", "b", { member_count }), claimed_by }) as ContactRequest;
  expect([isShared(request(2)), isShared(request(3))]).toEqual([false, true]);
  expect(isShared({ room: desk("d"), claimed_by: null } as ContactRequest)).toBe(true);
});

test("one writes as the holder of posts of today that are not the main one", () => {
  const post = (id: string, kind: string, valid_from: string, valid_to: string | null) => ({ id, kind, valid_from, valid_to });
  const posts = [post("a", "main", "2020-04-01", null), post("b", "acting", "2026-04-01", null), post("c", "concurrent", "2026-04-01", "2026-11-28"), post("d", "seconded", "2026-12-01", null)];
  const me = { person: { posts } } as unknown as Me;
  expect(postsToWriteAs(me, "2026-11-29").map(({ id }) => id)).toEqual(["b"]);
  expect(postsToWriteAs(me, "2026-12-01").map(({ id }) => id)).toEqual(["b", "d"]);
});

test("a post is said after the name, its kind where it is not the main one", () => {
  expect(asPostText({ name: "財政課長", kind: "acting" })).toBe("財政課長 事務取扱");
  expect(asPostText({ name: "総務課", kind: "main" })).toBe("総務課");
  expect(signed("佐藤 花", { as_post: { name: "財政課長", kind: "concurrent" } })).toBe("佐藤 花(財政課長 兼務)");
  expect(signed("ひばり保育園", { operator: { name: "伊藤 健" } })).toBe("ひばり保育園(伊藤 健)");
});

test("what one person writes as another post begins under its own name", () => {
  const as_post = { name: "財政課長", kind: "acting" as const };
  const rows = rowsOf([message(1), message(2, { as_post }), message(3, { as_post }), message(4)], null, ME, () => "2026-11-21");
  expect(rows.flatMap((row) => (row.kind === "message" ? [row.grouped] : []))).toEqual([false, false, true, false]);
});

test("what is written as a post goes out so, and a post that is gone is said in words", async () => {
  const bodies: { as_post?: string }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    bodies.push(JSON.parse(body) as { as_post?: string });
    return Response.json({ code: "invalid", fields: [{ field: "as_post", code: "unknown" }] }, { status: 400 });
  });
  send({ room_id: "r", body: "承認します", reply_to: null, thread: null, also_to_room: false, as_post: "p1" });
  await vi.waitFor(() => expect(outbox.entries.get()[0]?.state).toBe("refused"));
  expect(bodies[0]?.as_post).toBe("p1");
  expect(outbox.entries.get()[0]?.code).toBe("chat.as_post");
});

test("who comes to a post or leaves it is news for the list of requests", () => {
  takeEvents([{ tick: 30, kind: "chat.room_joined", p: { room: toPost("q", ME) } }]);
  const before = requestNewsStore.get();
  takeEvents([{ tick: 31, kind: "chat.members_changed", p: { room_id: "q", joined: [], left: ["b"], member_count: 1, tick: 31 } }]);
  expect(requestNewsStore.get()).toBe(before + 1);
});
