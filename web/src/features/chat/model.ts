import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import type { PersonBrief } from "../../platform/people.ts";
import type { Me } from "../../platform/session.ts";

export type RoomKind = Wire["RoomKind"];
export type Role = Wire["Role"];
export type Mine = Wire["Mine"];
export type Rule = Wire["Rule"];
export type Room = Wire["Room"];
export type Thread = Wire["Thread"];
export type Reaction = Wire["ReactionCount"];
export type Message = Wire["Message"];
export type LinkHeading = Wire["LinkHeading"];
export type Draft = Wire["Draft"];
export type FileReference = Wire["FileReference"];
/** A post that somebody holds, as it was called when they wrote as its holder. */
export type PostName = Wire["PostName"];
/** A post to which one can write, whoever holds it. */
export type PostAddress = Wire["PostAddress"];
export type Stamp = Wire["Stamp"];
/** A request to the desk of people who can be reached only by some. */
export type ContactRequest = Wire["ContactRequest"];
/** Where requests for those behind a barrier go. */
export type Desk = Wire["Desk"];
export type MessagePage = Wire["MessagePage"];
/** How many members stand at which position of a room's main stream. */
export type Receipts = Wire["Receipts"];

/** The stream a message belongs to: its thread, else its room. */
export function streamOf(message: Pick<Message, "room_id" | "thread_id">): Id {
  return message.thread_id ?? message.room_id;
}

/** Whether my leave keeps me from writing in a room. */
export function restsIn(room: Room, leave: Me["leave"]): boolean {
  return Boolean(leave) && (leave?.access !== "direct" || room.kind !== "direct");
}

/** Whether I may write in a room: not in one that is archived, nor where I only read on to hand over, a barrier keeps me from it or my leave does. */
export function mayPost(room: Room, leave: Me["leave"]): boolean {
  return !room.archived_at && room.mine?.role !== "reader" && room.mine?.barred !== true && !restsIn(room, leave);
}

/** Whether a room is a request to a post, whoever holds it, and not to a desk. */
export function isToPost(room: Room): boolean {
  return room.kind === "request" && Boolean(room.unit_id);
}

/** My request to a post, where I have one. */
export function requestTo(rooms: readonly Room[], me: Id, unit: Id, title: Id | null): Room | null {
  return rooms.find((room) => isToPost(room) && room.people[0] === me && room.unit_id === unit && (room.title_id ?? null) === title) ?? null;
}

/** The posts as whose holder I may write besides my own name: those of today but the main one. */
export function postsToWriteAs(me: Me, today: string): Me["person"]["posts"] {
  return me.person.posts.filter(({ kind, valid_from, valid_to }) => kind !== "main" && valid_from <= today && (!valid_to || valid_to >= today));
}

/** Whether I am one of those who take a request. */
export function atDesk(room: Room): boolean {
  return room.kind === "request" && room.mine?.derived === true && room.mine.role !== "reader";
}

/** Whether I look after a room: its owners do, administrators too but for requests, which are the desk's alone. */
export function mayManage(room: Room, administrator: boolean): boolean {
  if (room.kind === "direct") return false;
  return room.mine?.role === "owner" || (room.kind === "request" ? atDesk(room) : administrator);
}

/** What is unread in the requests that are open, to desks or to posts. */
export function unreadRequests(rooms: readonly Room[], toPosts: boolean): number {
  return rooms.reduce((sum, room) => sum + (room.kind === "request" && isToPost(room) === toPosts && calls(room) ? unreadOf(room) : 0), 0);
}

/** The desks that take a request from me: not those of barriers inside of which I stand, or behind which I may go. */
export function desksForMe(desks: readonly Desk[]): Desk[] {
  return desks.filter((desk) => !desk.side);
}

/** A request after the one of a list has been changed here. */
export function withRequest(list: readonly ContactRequest[], changed: ContactRequest): ContactRequest[] {
  return list.map((request) => (request.room.id === changed.room.id ? changed : request));
}

export function unreadOf(room: Room): number {
  return room.mine ? Math.max(0, room.last_seq - room.mine.read_seq) : 0;
}

export function mentionsOf(room: Room): number {
  return room.mine?.mention_seqs.length ?? 0;
}

export function threadUnreadOf(thread: Thread): number {
  return thread.mine?.following ? Math.max(0, thread.last_seq - thread.mine.read_seq) : 0;
}

/** Whether a room asks for attention: a muted one only when somebody names me. */
export function calls(room: Room): boolean {
  return !room.archived_at && (mentionsOf(room) > 0 || (unreadOf(room) > 0 && room.mine?.muted !== true));
}

/** What the tab's title and icon count. */
export function totals(rooms: Readonly<Record<Id, Room>>, threads: Readonly<Record<Id, Thread>>): { unread: number; mentions: number } {
  let unread = 0;
  let mentions = 0;
  for (const room of Object.values(rooms)) {
    mentions += mentionsOf(room);
    if (calls(room)) unread += room.mine?.muted ? mentionsOf(room) : unreadOf(room);
    // A direct message is always meant for me.
    if (room.kind === "direct" && calls(room)) mentions += Math.max(0, unreadOf(room) - mentionsOf(room));
  }
  for (const thread of Object.values(threads)) {
    unread += threadUnreadOf(thread);
    mentions += thread.mine?.mention_seqs.length ?? 0;
  }
  return { unread, mentions };
}

/** A room's name; a direct room is called by the others in it, a request to a post by who asked too, for those who did not. */
export function roomTitle(room: Room, people: Readonly<Record<Id, PersonBrief>>, me: Id, alone: string): string {
  const asker = isToPost(room) ? room.people[0] : undefined;
  if (asker && asker !== me) return `${people[asker]?.name ?? "…"} → ${room.name}`;
  if (room.kind !== "direct") return room.name;
  const others = room.people.filter((id) => id !== me);
  if (others.length === 0) return alone;
  return others.map((id) => people[id]?.name ?? "…").join("、");
}

/** The one other person of a conversation between two. */
export function partnerOf(room: Room, me: Id): Id | null {
  if (room.kind !== "direct") return null;
  const others = room.people.filter((id) => id !== me);
  return others.length === 1 ? (others[0] ?? null) : null;
}

/** Whether a room is one's own place for memos. */
export const isMemo = (room: Room, me: Id) => room.kind === "direct" && room.people.length > 0 && room.people.every((id) => id === me);

export interface Sections {
  unread: Room[];
  pinned: Room[];
  units: Room[];
  rooms: Room[];
  requests: Room[];
  /** Requests to posts. */
  toPosts: Room[];
  directs: Room[];
  /** Rooms of units that I have left, in which I read on for a while. */
  handover: Room[];
}

/** Sorts my rooms into the list's sections. `stay` is the room on screen: it must not jump away while it is being read. */
export function sectionsOf(rooms: readonly Room[], stay: Id | null = null): Sections {
  const sections: Sections = { unread: [], pinned: [], units: [], rooms: [], requests: [], toPosts: [], directs: [], handover: [] };
  for (const room of rooms) {
    if (!room.mine || room.archived_at) continue;
    if (room.mine.role === "reader") sections.handover.push(room);
    else if (calls(room) || room.id === stay) sections.unread.push(room);
    else if (room.mine.pinned) sections.pinned.push(room);
    else if (room.kind === "direct") sections.directs.push(room);
    else if (isToPost(room)) sections.toPosts.push(room);
    else if (room.kind === "request") sections.requests.push(room);
    else if (room.kind === "unit" || room.kind === "rule") sections.units.push(room);
    else sections.rooms.push(room);
  }
  for (const section of Object.values(sections) as Room[][]) section.sort(byActivity);
  return sections;
}

function byActivity(a: Room, b: Room): number {
  const [left, right] = [a.last?.sent_at ?? a.last_at ?? "", b.last?.sent_at ?? b.last_at ?? ""];
  if (left !== right) return left < right ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

export interface Receipt {
  read: number;
  total: number;
  /** Those who have not read it and are off duty: nobody waits for them, and they are not in the total. */
  offDuty: number;
  /** False when there may be more readers than that. */
  exact: boolean;
}

// The server tells this many positions apart; one more before them stands for everybody who is "there or further back".
const TOLD_APART = 200;

/**
 * How many of those a message was meant for have read it; the author is not counted. Who joined later is neither in the
 * total nor among the readers: their position starts at the place where they joined.
 */
export function receiptOf(receipts: Receipts, message: Pick<Message, "seq" | "author_id" | "via">): Receipt {
  const sum = (pairs: readonly [number, number][], from: number) => pairs.reduce((total, [seq, count]) => (seq >= from ? total + count : total), 0);
  const later = sum(receipts.joined, message.seq);
  // A bot, or somebody who left or came again later, is not among those counted, so nothing is to be taken off for them.
  const apart = receipts.authors.find((author) => author.person_id === message.author_id);
  const there = !message.via && (!apart || (typeof apart.joined_seq === "number" && apart.joined_seq < message.seq));
  // Who marked their own words unread is none of those who have read.
  const hasRead = there && (!apart || apart.read_seq >= message.seq);
  // Who stands below the message came before it: whoever came later stands where they came, or above.
  const below = receipts.off_duty.reduce((count, [seq, people]) => (seq < message.seq ? count + people : count), 0);
  const offDuty = below - Number(there && apart?.off_duty === true && apart.read_seq < message.seq);
  const total = Math.max(0, receipts.members - later - Number(there) - offDuty);
  const lump = receipts.read.length > TOLD_APART ? receipts.read[0] : undefined;
  const exact = lump === undefined || message.seq > lump[0];
  // Of a lump nobody knows who has read an older message, so it counts as nobody.
  const read = sum(exact ? receipts.read : receipts.read.slice(1), message.seq) - later - Number(hasRead);
  return { read: Math.max(0, Math.min(read, total)), total, offDuty, exact };
}

export type Row =
  | { kind: "day"; key: string; day: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: Id; message: Message; grouped: boolean };

const GROUP_MS = 5 * 60_000;

/** Lays messages out: a heading a day, the line before the first unread one, and runs of one author under one name. */
export function rowsOf(messages: readonly Message[], readSeq: number | null, me: Id, dayOf: (instant: string) => string): Row[] {
  const rows: Row[] = [];
  let before: Message | null = null;
  let divided = false;
  for (const message of messages) {
    const day = dayOf(message.sent_at);
    let broken = before === null;
    if (before === null || dayOf(before.sent_at) !== day) {
      rows.push({ kind: "day", key: `day ${day}`, day });
      broken = true;
    }
    if (readSeq !== null && !divided && message.seq > readSeq && message.author_id !== me) {
      rows.push({ kind: "unread", key: "unread" });
      divided = true;
      broken = true;
    }
    const grouped =
      !broken &&
      before !== null &&
      before.kind === "text" &&
      message.kind === "text" &&
      before.author_id === message.author_id &&
      (before.via ?? null) === (message.via ?? null) &&
      before.operator?.id === message.operator?.id &&
      before.as_post?.name === message.as_post?.name &&
      before.as_post?.kind === message.as_post?.kind &&
      !message.quote &&
      Date.parse(message.sent_at) - Date.parse(before.sent_at) < GROUP_MS;
    rows.push({ kind: "message", key: message.id, message, grouped });
    before = message;
  }
  return rows;
}

/** Text stamps first, as the organisation ordered them; a code that is no stamp is an emoji and shows itself. */
export function reactionLabel(code: string, stamps: readonly Stamp[]): string {
  return stamps.find((stamp) => stamp.code === code)?.label ?? code;
}

export const BODY_LIMIT = 20_000;

/** What of a draft is sent: a list that was continued once too often ends with an empty item. */
export function wordsOf(draft: string): string {
  return draft.replace(/\n\s*(?:[-*+]|\d+[.)])\s*$/, "").trim();
}
