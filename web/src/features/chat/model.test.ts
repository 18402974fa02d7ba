import { describe, expect, test } from "vitest";
import { atDesk, desksForMe, isMemo, mayManage, mayPost, receiptOf, roomTitle, rowsOf, sectionsOf, totals, unreadRequests, withRequest, type ContactRequest, type Desk, type Message, type Receipts, type Room } from "./model.ts";

const ME = "me";

function room(id: string, change: Partial<Room> = {}, unread = 0): Room {
  const mine = { role: "member" as const, joined_seq: 0, read_seq: 10 - unread, mention_seqs: [], muted: false, pinned: false, derived: false, reads_until: null, barred: false, tick: 1 };
  return { id, kind: "private", name: id, purpose: "", unit_id: null, rule: null, archived_at: null, guest_count: 0, shared_with: [], member_count: 3, last_seq: 10, last: null, last_at: "", people: [], tick: 1, mine, ...change };
}

function message(seq: number, change: Partial<Message> = {}): Message {
  const sent_at = new Date(Date.UTC(2026, 10, 21, 1, seq)).toISOString();
  return { id: `m${seq}`, room_id: "r", thread_id: null, seq, author_id: "a", via: null, kind: "text", notice: null, body: "", everyone: false, quote: null, sent_at, edited_at: null, withdrawn_at: null, reactions: [], thread: null, files: [], tick: seq, ...change };
}

const names = (rooms: Room[]) => rooms.map((one) => one.id);

describe("the room list", () => {
  test("unread rooms come first, a muted one stays in its section", () => {
    const muted = room("muted", {}, 3);
    const sections = sectionsOf([room("read"), room("unread", {}, 2), { ...muted, mine: { ...muted.mine!, muted: true } }]);
    expect(names(sections.unread)).toEqual(["unread"]);
    expect(names(sections.rooms).sort()).toEqual(["muted", "read"]);
  });

  test("a mention wakes a muted room", () => {
    const muted = room("muted", {}, 3);
    expect(names(sectionsOf([{ ...muted, mine: { ...muted.mine!, muted: true, mention_seqs: [9] } }]).unread)).toEqual(["muted"]);
  });

  test("the room on screen does not jump away while it is read", () => {
    expect(names(sectionsOf([room("here")], "here").unread)).toEqual(["here"]);
  });

  test("a room that is only read on to hand over stands apart, also while it is on screen", () => {
    const former = room("former", { kind: "unit" }, 3);
    const sections = sectionsOf([{ ...former, mine: { ...former.mine!, role: "reader", reads_until: "2027-04-30" } }], "former");
    expect(names(sections.handover)).toEqual(["former"]);
    expect(sections.unread).toEqual([]);
  });

  test("kinds go to their sections, archived rooms and rooms of others to none", () => {
    const sections = sectionsOf([room("u", { kind: "unit" }), room("x", { kind: "rule" }), room("o", { kind: "open" }), room("d", { kind: "direct" }), room("q", { kind: "request" }), room("old", { archived_at: "2026-01-01T00:00:00Z" }), room("foreign", { mine: null })]);
    expect(names(sections.units).sort()).toEqual(["u", "x"]);
    expect(names(sections.rooms)).toEqual(["o"]);
    expect(names(sections.directs)).toEqual(["d"]);
    expect(names(sections.requests)).toEqual(["q"]);
  });

  test("a direct room is called by the others in it", () => {
    const direct = room("d", { kind: "direct", name: "", people: [ME, "b"] });
    const people = { b: { id: "b", name: "髙橋 健", reading: "たかはし けん", title: null, unit: null, photo: null, active: true, place: null } };
    expect(roomTitle(direct, people, ME, "マイメモ")).toBe("髙橋 健");
    expect(roomTitle({ ...direct, people: [ME] }, people, ME, "マイメモ")).toBe("マイメモ");
    expect([direct, { ...direct, people: [ME] }, room("p", { kind: "private", people: [] })].map((one) => isMemo(one, ME))).toEqual([false, true, false]);
  });

  test("every unread direct message counts as meant for me", () => {
    expect(totals({ d: room("d", { kind: "direct" }, 2), r: room("r", {}, 3) }, {})).toEqual({ unread: 5, mentions: 2 });
  });
});

describe("requests and barriers", () => {
  const mine = room("r").mine!;
  const request = (change: Partial<NonNullable<Room["mine"]>> = {}, unread = 0, more: Partial<Room> = {}) => {
    const one = room("q", { kind: "request", ...more }, unread);
    return { ...one, mine: { ...one.mine!, ...change } };
  };

  test("behind a barrier nothing is posted, and what was said is still there", () => {
    const direct = room("d", { kind: "direct" });
    expect(mayPost(direct, undefined)).toBe(true);
    expect(mayPost({ ...direct, mine: { ...mine, barred: true } }, undefined)).toBe(false);
  });

  test("whoever is on leave posts in direct rooms at most", () => {
    const [direct, unit] = [room("d", { kind: "direct" }), room("u", { kind: "unit" })];
    const leave = (access: "read" | "direct") => ({ id: "1", person_id: "2", kind: "childcare" as const, valid_from: "2026-04-01", valid_to: null, access, tick: 1 });
    expect([mayPost(direct, leave("direct")), mayPost(unit, leave("direct"))]).toEqual([true, false]);
    expect([mayPost(direct, leave("read")), mayPost(unit, leave("read"))]).toEqual([false, false]);
    expect(mayPost(unit, undefined)).toBe(true);
  });

  test("the desk is who belongs to a request by unit, and no longer who only reads on", () => {
    expect(atDesk(request({ derived: true }))).toBe(true);
    expect(atDesk(request({ derived: true, role: "reader" }))).toBe(false);
    expect(atDesk(request())).toBe(false);
    expect(atDesk(room("u", { kind: "unit", mine: { ...mine, derived: true } }))).toBe(false);
  });

  test("a request is managed by its desk alone, other rooms by administrators too", () => {
    expect([request({ derived: true }), request()].map((one) => mayManage(one, true))).toEqual([true, false]);
    expect([mayManage(room("o", { kind: "open" }), true), mayManage(room("d", { kind: "direct" }), true)]).toEqual([true, false]);
  });

  test("what is unread of open requests is counted unless it is muted", () => {
    const closed = request({}, 4, { archived_at: "2026-01-01T00:00:00Z" });
    expect(unreadRequests([request({}, 3), request({ muted: true }, 2), closed, room("r", {}, 5)], false)).toBe(3);
  });

  test("a desk takes requests from those outside of its barrier", () => {
    const desk = (barrier_id: string, side: Desk["side"]): Desk => ({ barrier_id, name: "市長・副市長", unit_id: "u", unit_name: "秘書課", side });
    expect(desksForMe([desk("a", null), desk("b", "keeper"), desk("c", "protected")]).map((one) => one.barrier_id)).toEqual(["a"]);
  });

  test("a changed request takes its place in the list", () => {
    const listed = (id: string, barrier_name: string) => ({ room: { id }, barrier_name }) as ContactRequest;
    expect(withRequest([listed("a", "前"), listed("b", "前")], listed("b", "後")).map((one) => one.barrier_name)).toEqual(["前", "後"]);
  });
});

describe("receipts", () => {
  const receipts = (read: [number, number][], joined: [number, number][] = [], members = 5, authors: Receipts["authors"] = [], off_duty: [number, number][] = []) => ({ room_id: "r", members, read, joined, off_duty, authors });

  test("the author is neither reader nor counted", () => {
    expect(receiptOf(receipts([[3, 2], [10, 3]]), message(10))).toEqual({ read: 2, total: 4, offDuty: 0, exact: true });
  });

  test("who joined after a message is not among those it was meant for", () => {
    expect(receiptOf(receipts([[3, 1], [10, 4]], [[10, 2]]), message(8))).toEqual({ read: 1, total: 2, offDuty: 0, exact: true });
  });

  test("who joined just before a message counts", () => {
    expect(receiptOf(receipts([[3, 1], [10, 4]], [[7, 2]]), message(8))).toEqual({ read: 3, total: 4, offDuty: 0, exact: true });
  });

  test("an author who left is not subtracted", () => {
    expect(receiptOf(receipts([[3, 2], [10, 3]], [], 5, [{ person_id: "a", joined_seq: null, read_seq: 0 }]), message(10))).toEqual({ read: 3, total: 5, offDuty: 0, exact: true });
  });

  test("an author who came again later is not among those their earlier message was meant for", () => {
    const again = [{ person_id: "a", joined_seq: 12, read_seq: 12 }];
    expect(receiptOf(receipts([[3, 1], [12, 2]], [[12, 1]], 3, again), message(10))).toEqual({ read: 1, total: 2, offDuty: 0, exact: true });
    expect(receiptOf(receipts([[3, 1], [13, 2]], [[12, 1]], 3, again.map((one) => ({ ...one, read_seq: 13 }))), message(13))).toEqual({ read: 1, total: 2, offDuty: 0, exact: true });
  });

  test("an author who marked their own message unread takes no reader away", () => {
    expect(receiptOf(receipts([[3, 1], [9, 1], [10, 1]], [], 3, [{ person_id: "a", joined_seq: 0, read_seq: 9 }]), message(10))).toEqual({ read: 1, total: 2, offDuty: 0, exact: true });
  });

  test("an old message that everybody read says so without a plus", () => {
    expect(receiptOf(receipts([[50, 2], [60, 3]]), message(40))).toEqual({ read: 4, total: 4, offDuty: 0, exact: true });
  });

  test("further back than the server tells apart, the number is the least that it can be", () => {
    const steps: [number, number][] = Array.from({ length: 201 }, (_, index) => [1000 + index, 1]);
    expect(receiptOf(receipts(steps, [], 201), message(500))).toEqual({ read: 199, total: 200, offDuty: 0, exact: false });
    expect(receiptOf(receipts(steps, [], 201), message(1200)).exact).toBe(true);
  });

  test("does not count who is off duty and has not read", () => {
    // Five belong to the room: the author, one who has read, and three off duty, of whom one has read.
    expect(receiptOf(receipts([[3, 2], [10, 3]], [], 5, [], [[3, 2], [10, 1]]), message(10))).toEqual({ read: 2, total: 2, offDuty: 2, exact: true });
    expect(receiptOf(receipts([[3, 2], [10, 3]], [], 5, [], [[3, 2], [10, 1]]), message(2))).toEqual({ read: 4, total: 4, offDuty: 0, exact: true });
  });

  test("counts an author who is off duty and marked their own words unread only once", () => {
    const author = [{ person_id: "a", joined_seq: 0, read_seq: 9, off_duty: true }];
    expect(receiptOf(receipts([[9, 2], [10, 1]], [], 3, author, [[9, 2]]), message(10))).toEqual({ read: 1, total: 1, offDuty: 1, exact: true });
  });
});

describe("the timeline", () => {
  const dayOf = (instant: string) => instant.slice(0, 10);
  const kinds = (messages: Message[], read: number | null = null) => rowsOf(messages, read, ME, dayOf).map((row) => (row.kind === "message" ? `${row.message.seq}${row.grouped ? "+" : ""}` : row.kind));

  test("a run of one author stands under one name", () => {
    expect(kinds([message(1), message(2), message(3, { author_id: "b" })])).toEqual(["day", "1", "2+", "3"]);
  });

  test("each who uses a shared account stands under their own name", () => {
    const by = (id: string) => ({ operator: { id, name: id } });
    expect(kinds([message(1, by("o1")), message(2, by("o1")), message(3, by("o2")), message(4)])).toEqual(["day", "1", "2+", "3", "4"]);
  });

  test("a pause, a quote or a notice begins anew", () => {
    const quote = { id: "m1", thread_id: null, seq: 1, author_id: "a", excerpt: "", withdrawn: false };
    expect(kinds([message(1), message(9), message(10, { quote }), message(11, { kind: "notice" }), message(12)])).toEqual(["day", "1", "9", "10", "11", "12"]);
  });

  test("each day has a heading", () => {
    expect(kinds([message(1), message(2, { sent_at: "2026-11-22T01:02:00Z" })])).toEqual(["day", "1", "day", "2"]);
  });

  test("the unread line stands before the first message of somebody else that was not read", () => {
    expect(kinds([message(1), message(2), message(3)], 1)).toEqual(["day", "1", "unread", "2", "3+"]);
    expect(kinds([message(1), message(2, { author_id: ME }), message(3)], 1)).toEqual(["day", "1", "2", "unread", "3"]);
    expect(kinds([message(1), message(2)], 2)).toEqual(["day", "1", "2+"]);
  });
});
