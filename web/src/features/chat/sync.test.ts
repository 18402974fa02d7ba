import { describe, expect, test } from "vitest";
import type { Message, MessagePage, Room, Thread } from "./model.ts";
import { applyEvent, emptyState, putDraft, reachesEnd, takePage, type ChatEvent, type ChatState } from "./sync.ts";

const ROOM = "room";

function message(seq: number, change: Partial<Message> = {}): Message {
  return { id: `m${seq}`, room_id: ROOM, thread_id: null, seq, author_id: "other", via: null, kind: "text", notice: null, body: `本文${seq}`, everyone: false, quote: null, sent_at: "2026-11-21T01:00:00Z", edited_at: null, withdrawn_at: null, reactions: [], thread: null, files: [], tick: seq, ...change };
}

function page(from: number, to: number): MessagePage {
  return { messages: Array.from({ length: to - from + 1 }, (_, index) => message(from + index)), people: [], first_seq: 1, last_seq: to, tick: to };
}

const mine = { role: "member" as const, joined_seq: 0, read_seq: 5, mention_seqs: [] as number[], muted: false, pinned: true, derived: false, reads_until: null, barred: false, tick: 5 };
const held: Room = { id: ROOM, kind: "private", name: "総務", purpose: "", unit_id: null, rule: null, archived_at: null, guest_count: 0, shared_with: [], member_count: 2, last_seq: 5, last: null, last_at: "", people: [], tick: 5, mine };
const start: ChatState = takePage({ ...emptyState, me: "me", rooms: { [ROOM]: held } }, ROOM, page(1, 5), "replace");
const posted = (one: Message): ChatEvent => ({ tick: one.tick, kind: "chat.message_posted", p: { message: one } });
const seqs = (state: ChatState, key = ROOM) => state.streams[key]?.ids.map((id) => state.messages[id]?.seq);

describe("members", () => {
  test("who comes and goes is counted, and how many of them are guests", () => {
    const came: ChatEvent = { tick: 7, kind: "chat.members_changed", p: { room_id: ROOM, joined: ["g"], left: [], member_count: 3, guest_count: 1, tick: 7 } };
    expect(applyEvent(start, came).rooms[ROOM]).toMatchObject({ member_count: 3, guest_count: 1, tick: 7 });
    const late: ChatEvent = { ...came, tick: 4, p: { ...came.p, tick: 4 } };
    expect(applyEvent(start, late).rooms[ROOM]).toMatchObject({ member_count: 2, guest_count: 0 });
  });
});

describe("messages", () => {
  test("the next one is appended and moves the room", () => {
    const state = applyEvent(start, posted(message(6)));
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(state.rooms[ROOM]).toMatchObject({ last_seq: 6, last: { seq: 6, excerpt: "本文6" } });
  });

  test("one that comes twice stands there once", () => {
    const state = applyEvent(applyEvent(start, posted(message(6))), posted(message(6)));
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("one behind a hole is not appended: the run no longer reaches the end", () => {
    const state = applyEvent(start, posted(message(9)));
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5]);
    expect(reachesEnd(state, ROOM)).toBe(false);
    expect(reachesEnd(takePage(state, ROOM, page(6, 9), "newer"), ROOM)).toBe(true);
  });

  test("an older page goes before, a newer one after, without doubles", () => {
    const middle = takePage({ ...emptyState }, ROOM, page(10, 12), "replace");
    expect(seqs(takePage(takePage(middle, ROOM, page(8, 10), "older"), ROOM, page(12, 14), "newer"))).toEqual([8, 9, 10, 11, 12, 13, 14]);
  });

  test("an old page does not undo a newer edit", () => {
    const edited = applyEvent(start, { tick: 20, kind: "chat.message_changed", p: { message: message(3, { body: "直した", tick: 20 }) } });
    expect(takePage(edited, ROOM, page(1, 5), "replace").messages.m3?.body).toBe("直した");
  });

  test("what was decided about sharing the room is read by nobody for having it in their name", () => {
    for (const code of ["shared", "unshared"] as const) {
      const notice = { code, people: [], text: "青浜町" };
      const state = applyEvent(start, posted(message(6, { author_id: "me", kind: "notice", notice })));
      expect(state.rooms[ROOM]?.mine?.read_seq).toBe(5);
    }
  });

  test("my own message is read by me, and its mentions with it", () => {
    const state = applyEvent({ ...start, rooms: { [ROOM]: { ...held, mine: { ...mine, mention_seqs: [5] } } } }, posted(message(6, { author_id: "me" })));
    expect(state.rooms[ROOM]?.mine).toMatchObject({ read_seq: 6, mention_seqs: [] });
  });

  test("a withdrawn message is blank in quotes too", () => {
    const quoting = applyEvent(start, posted(message(6, { quote: { id: "m2", thread_id: null, seq: 2, author_id: "other", excerpt: "本文2", withdrawn: false } })));
    const state = applyEvent(quoting, { tick: 21, kind: "chat.message_changed", p: { message: message(2, { body: "", withdrawn_at: "2026-11-21T02:00:00Z", tick: 21 }) } });
    expect(state.messages.m6?.quote).toMatchObject({ withdrawn: true, excerpt: "" });
  });
});

describe("reactions", () => {
  const reacted = (person: string, on: boolean, count: number, tick: number): ChatEvent => ({
    tick,
    kind: "chat.reacted",
    p: { room_id: ROOM, thread_id: null, message_id: "m3", seq: 3, person_id: person, code: "shochi", on, reactions: count > 0 ? [{ code: "shochi", count, mine: false, people: [] }] : [], tick },
  });

  test("mine stays mine when somebody else reacts", () => {
    const state = applyEvent(applyEvent(start, reacted("me", true, 1, 20)), reacted("other", true, 2, 21));
    expect(state.messages.m3?.reactions).toEqual([{ code: "shochi", count: 2, mine: true, people: [] }]);
  });

  test("an older fact changes nothing", () => {
    const state = applyEvent(start, reacted("me", true, 1, 20));
    expect(applyEvent(state, reacted("other", true, 9, 19))).toBe(state);
  });

  test("an edit keeps my mark", () => {
    const state = applyEvent(applyEvent(start, reacted("me", true, 1, 20)), { tick: 22, kind: "chat.message_changed", p: { message: message(3, { tick: 22, reactions: [{ code: "shochi", count: 1, mine: false, people: [] }] }) } });
    expect(state.messages.m3?.reactions[0]?.mine).toBe(true);
  });
});

describe("rooms", () => {
  test("a change for everybody keeps what is mine", () => {
    const state = applyEvent(start, { tick: 30, kind: "chat.room_changed", p: { room: { ...held, name: "総務課", mine: null, tick: 30 } } });
    expect(state.rooms[ROOM]).toMatchObject({ name: "総務課", mine: { pinned: true } });
  });

  test("a row older than the held one is not applied", () => {
    expect(applyEvent(start, { tick: 3, kind: "chat.room_changed", p: { room: { ...held, name: "昔", tick: 3 } } }).rooms[ROOM]?.name).toBe("総務");
  });

  test("a change of a room that is not mine does not put it into my list", () => {
    expect(applyEvent(start, { tick: 30, kind: "chat.room_changed", p: { room: { ...held, id: "foreign", mine: null, tick: 30 } } }).rooms.foreign).toBeUndefined();
  });

  test("leaving takes everything of the room along", () => {
    const state = applyEvent(putDraft(start, ROOM, { stream_id: ROOM, room_id: ROOM, body: "書きかけ", quote: null, updated_at: "", tick: 1 }), { tick: 40, kind: "chat.room_left", p: { room_id: ROOM } });
    expect(state).toMatchObject({ rooms: {}, streams: {}, messages: {}, drafts: {} });
  });

  test("the read position of another device arrives", () => {
    expect(applyEvent(start, { tick: 41, kind: "chat.mine_changed", p: { room_id: ROOM, mine: { ...mine, read_seq: 5, tick: 41 } } }).rooms[ROOM]?.mine?.tick).toBe(41);
  });

  test("a mention is counted once and only while it is unread", () => {
    const mentioned = (seq: number): ChatEvent => ({ tick: 50, kind: "chat.mentioned", p: { room_id: ROOM, thread_id: null, seq, message_id: `m${seq}`, author_id: "other", excerpt: "" } });
    const state = [mentioned(7), mentioned(7), mentioned(4)].reduce<ChatState>(applyEvent, start);
    expect(state.rooms[ROOM]?.mine?.mention_seqs).toEqual([7]);
  });
});

describe("threads", () => {
  const thread: Thread = { id: "m2", room_id: ROOM, title: null, replies: 1, last_seq: 1, last_at: "2026-11-21T01:00:00Z", participants: ["other"], resolved_at: null, tick: 60 };

  test("a reply updates the summary at its first message and leaves the room's count alone", () => {
    const state = applyEvent(start, { tick: 60, kind: "chat.message_posted", p: { message: message(1, { id: "reply", thread_id: "m2", tick: 60 }), thread } });
    expect(state.messages.m2?.thread).toMatchObject({ replies: 1 });
    expect(state.rooms[ROOM]?.last_seq).toBe(5);
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5]);
  });

  test("what everybody hears of a thread keeps my following", () => {
    const followed = applyEvent(start, { tick: 61, kind: "chat.thread_mine_changed", p: { thread: { ...thread, tick: 61, mine: { following: true, read_seq: 1, mention_seqs: [], tick: 61 } } } });
    const state = applyEvent(followed, { tick: 62, kind: "chat.thread_changed", p: { thread: { ...thread, tick: 62, resolved_at: "2026-11-21T03:00:00Z" } } });
    expect(state.threads.m2).toMatchObject({ resolved_at: "2026-11-21T03:00:00Z", mine: { following: true } });
  });
});

test("a fact of a kind that this client does not know is passed over", () => {
  expect(applyEvent(start, { tick: 99, kind: "chat.something_new", p: {} } as unknown as ChatEvent)).toBe(start);
});
