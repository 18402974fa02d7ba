import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import type { LiveEvent } from "../../platform/live.ts";
import { streamOf, type Draft, type Message, type MessagePage, type Mine, type Receipts, type Room, type Stamp, type Thread } from "./model.ts";

type Table<T> = Readonly<Record<Id, T>>;

/** A run of messages without a hole, as far as this client holds the stream. */
export interface Stream {
  ids: readonly Id[];
  /** The oldest number there is for me. */
  first: number;
  /** The newest number that a fetch or an event told of. */
  last: number;
}

export interface ChatState {
  me: Id;
  rooms: Table<Room>;
  threads: Table<Thread>;
  drafts: Table<Draft>;
  stamps: readonly Stamp[];
  streams: Table<Stream>;
  messages: Table<Message>;
  receipts: Table<Receipts>;
  later: Wire["Later"];
}

export const emptyState: ChatState = { me: "", rooms: {}, threads: {}, drafts: {}, stamps: [], streams: {}, messages: {}, receipts: {}, later: { planned: 0, failed: 0, due: 0 } };

interface Payloads {
  "chat.message_posted": Wire["MessagePosted"];
  "chat.message_changed": Wire["MessageChanged"];
  "chat.reacted": Wire["Reacted"];
  "chat.thread_changed": Wire["ThreadChanged"];
  "chat.room_changed": Wire["RoomChanged"];
  "chat.members_changed": Wire["MembersChanged"];
  "chat.room_joined": Wire["RoomJoined"];
  "chat.room_left": Wire["RoomLeft"];
  "chat.mine_changed": Wire["MineChanged"];
  "chat.thread_mine_changed": Wire["ThreadMineChanged"];
  "chat.mentioned": Wire["Mentioned"];
  "chat.draft_changed": Wire["DraftChanged"];
  "chat.inspections_changed": Wire["InspectionsChanged"];
  "chat.shares_changed": Wire["SharesChanged"];
  "chat.later_changed": Wire["LaterChanged"];
  "chat.reminded": Wire["MessageReminded"];
}

export type ChatEvent = { [Kind in keyof Payloads]: { tick: number; kind: Kind; p: Payloads[Kind] } }[keyof Payloads];

const MOST_MENTIONS = 100;

/** Whether an event is one of this feature's; others belong to other features. */
export function isChatEvent(event: LiveEvent): event is LiveEvent & ChatEvent {
  return event.kind.startsWith("chat.");
}

/**
 * Applies a fact. Pure: state plus events must equal a fetch made after them.
 * A row is applied unless the held one is newer; facts of one tick may follow one another on the same row.
 */
export function applyEvent(state: ChatState, event: ChatEvent): ChatState {
  switch (event.kind) {
    case "chat.message_posted":
      return posted(state, event.p.message, event.p.thread);
    case "chat.message_changed":
      return changed(state, event.p.message);
    case "chat.reacted":
      return reacted(state, event.p);
    case "chat.thread_changed":
      return putThread(state, event.p.thread);
    case "chat.room_changed":
      return putRoom(state, event.p.room);
    case "chat.members_changed": {
      const room = state.rooms[event.p.room_id];
      if (!room || event.p.tick < room.tick) return state;
      return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, member_count: event.p.member_count, guest_count: event.p.guest_count, tick: event.p.tick } } };
    }
    case "chat.room_joined":
      return putRoom(state, event.p.room);
    case "chat.room_left":
      return dropRoom(state, event.p.room_id);
    case "chat.mine_changed":
      return putMine(state, event.p.room_id, event.p.mine);
    case "chat.thread_mine_changed":
      return putThread(state, event.p.thread);
    case "chat.mentioned":
      return mentioned(state, event.p);
    case "chat.draft_changed":
      return putDraft(state, event.p.stream_id, event.p.draft);
    case "chat.later_changed":
      return { ...state, later: event.p.later };
    default:
      // A newer server may tell of more than this client knows.
      return state;
  }
}

function posted(state: ChatState, message: Message, thread: Thread | null | undefined): ChatState {
  let next = hold(state, message);
  if (!message.thread_id) next = countEveryone(followRoom(next, message), message);
  if (thread) next = putThread(next, thread);
  if (message.author_id === state.me && !ofBothSides(message)) next = ownRead(next, message);
  return next;
}

/** Appends a message to its stream when the stream is loaded up to it. */
function hold(state: ChatState, message: Message): ChatState {
  const key = streamOf(message);
  const stream = state.streams[key];
  if (!stream) return state;
  const held = state.messages[message.id];
  if (held) return putMessage(state, message);
  const newest = state.messages[stream.ids.at(-1) ?? ""];
  const continues = newest ? message.seq === newest.seq + 1 : message.seq <= stream.first || stream.last === 0;
  const last = Math.max(stream.last, message.seq);
  if (!continues) return { ...state, streams: { ...state.streams, [key]: { ...stream, last } } };
  return {
    ...state,
    messages: { ...state.messages, [message.id]: message },
    streams: { ...state.streams, [key]: { ...stream, last, ids: [...stream.ids, message.id] } },
  };
}

function followRoom(state: ChatState, message: Message): ChatState {
  const room = state.rooms[message.room_id];
  if (!room || message.seq < room.last_seq) return state;
  const last_at = message.sent_at;
  const { operator } = message;
  // What is told of it with the room is as good.
  const last = room.last?.seq === message.seq ? room.last : { seq: message.seq, author_id: message.author_id, ...(operator && { operator }), excerpt: excerptOf(message), ...isBare(message), sent_at: message.sent_at };
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, last_seq: message.seq, last_at, last } } };
}

const EXCERPT_LENGTH = 120;
const graphemes = new Intl.Segmenter("ja", { granularity: "grapheme" });

function ellipsis(text: string, length: number): string {
  const all = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return all.length <= length ? text : `${all.slice(0, length - 1).join("").trimEnd()}…`;
}

/** A list says of what forwards something without a note that it does. */
const isBare = ({ body, forwarded }: Message) => body === "" && Boolean(forwarded) && { forwards: true };

function excerptOf(message: Message): string {
  return Array.from(saidIn(message).replace(/\s+/g, " ").trim()).slice(0, EXCERPT_LENGTH).join("");
}

/** What two organisations decided about a room may be the other's act, in the name of somebody here who has not seen it. */
const ofBothSides = ({ notice }: Message) => notice?.code === "shared" || notice?.code === "unshared";

function ownRead(state: ChatState, message: Message): ChatState {
  if (message.thread_id) {
    const thread = state.threads[message.thread_id];
    if (!thread?.mine || thread.mine.read_seq >= message.seq) return state;
    const mine = { ...thread.mine, read_seq: message.seq, mention_seqs: [] };
    return { ...state, threads: { ...state.threads, [thread.id]: { ...thread, mine } } };
  }
  const room = state.rooms[message.room_id];
  if (!room?.mine || room.mine.read_seq >= message.seq) return state;
  // A newer word about my side, such as that I left this very message unread, stays.
  if (message.tick < room.mine.tick) return state;
  const mine = { ...room.mine, read_seq: message.seq, tick: message.tick, mention_seqs: room.mine.mention_seqs.filter((seq) => seq > message.seq) };
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, mine } } };
}

/** Puts a row over the held one; my own marks stay where an event does not know them. */
export function putMessage(state: ChatState, message: Message): ChatState {
  const held = state.messages[message.id];
  if (!held || message.tick < held.tick) return state;
  return { ...state, messages: { ...state.messages, [message.id]: message } };
}

function changed(state: ChatState, message: Message): ChatState {
  const held = state.messages[message.id];
  let next = state;
  if (held && message.tick >= held.tick) {
    const reactions = message.reactions.map((reaction) => ({ ...reaction, mine: held.reactions.some((old) => old.code === reaction.code && old.mine) }));
    next = { ...next, messages: { ...next.messages, [message.id]: { ...message, reactions, thread: message.thread ?? held.thread } } };
  }
  const room = next.rooms[message.room_id];
  if (room?.last && !message.thread_id && room.last.seq === message.seq) {
    const excerpt = message.withdrawn_at ? "" : excerptOf(message);
    const { forwards: _, ...last } = room.last;
    next = { ...next, rooms: { ...next.rooms, [room.id]: { ...room, last: { ...last, excerpt, ...isBare(message) } } } };
  }
  if (!message.thread_id) next = countEveryone(next, message);
  return requote(next, message);
}

/** As many characters as people see are quoted of a message. */
const QUOTED_LENGTH = 140;

/** What a message says; what goes without words is called after its files. */
export const saidIn = ({ body, files }: Pick<Message, "body" | "files">) => (body === "" ? files.map(({ name }) => name).join("、") : body);

/** A quote of what forwards something without a note says what that says. */
function asQuoted({ body, files, forwarded }: Message) {
  const carried = forwarded ?? [];
  return { body: [body, ...carried.map((one) => one.body)].find(Boolean) ?? "", files: [...files, ...carried.flatMap((one) => one.files ?? [])] };
}

/** Quotes say what the message says now: what was withdrawn must not live on in them. */
function requote(state: ChatState, changed: Message): ChatState {
  const { id, withdrawn_at } = changed;
  const excerpt = withdrawn_at ? "" : ellipsis(saidIn(asQuoted(changed)), QUOTED_LENGTH);
  let messages = state.messages;
  for (const message of Object.values(state.messages)) {
    if (message.quote?.id === id) messages = { ...messages, [message.id]: { ...message, quote: { ...message.quote, withdrawn: Boolean(withdrawn_at), excerpt } } };
  }
  return messages === state.messages ? state : { ...state, messages };
}

/** Whether a message of a room speaks to everyone tells by itself whether it counts as an unread mention. */
function countEveryone(state: ChatState, message: Message): ChatState {
  const room = state.rooms[message.room_id];
  if (!room?.mine || message.author_id === state.me) return state;
  const { read_seq, joined_seq, mention_seqs } = room.mine;
  const counts = message.everyone && !message.withdrawn_at && message.seq > read_seq && message.seq > joined_seq;
  // Whoever is named besides is told so by an event of their own.
  if (!counts && !mention_seqs.includes(message.seq)) return state;
  const seqs = counts ? withMention(mention_seqs, message.seq) : mention_seqs.filter((seq) => seq !== message.seq);
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, mine: { ...room.mine, mention_seqs: seqs } } } };
}

function reacted(state: ChatState, p: Payloads["chat.reacted"]): ChatState {
  const held = state.messages[p.message_id];
  if (!held || p.tick < held.tick) return state;
  const reactions = p.reactions.map((reaction) => {
    const wasMine = held.reactions.some((old) => old.code === reaction.code && old.mine);
    const mine = p.person_id === state.me && reaction.code === p.code ? p.on : wasMine;
    return { ...reaction, mine };
  });
  return { ...state, messages: { ...state.messages, [held.id]: { ...held, reactions, tick: p.tick } } };
}

/** Puts a thread; an event to everybody carries no `mine`, then mine stays. */
export function putThread(state: ChatState, thread: Thread): ChatState {
  const held = state.threads[thread.id];
  if (held && thread.tick < held.tick) return state;
  const mine = thread.mine ?? held?.mine ?? null;
  let next: ChatState = { ...state, threads: { ...state.threads, [thread.id]: { ...thread, mine } } };
  const root = next.messages[thread.id];
  if (root) {
    const { mine: _mine, ...summary } = thread;
    next = { ...next, messages: { ...next.messages, [root.id]: { ...root, thread: summary } } };
  }
  return next;
}

/** Puts a room; an event to everybody carries no `mine`, then mine stays. */
export function putRoom(state: ChatState, room: Room): ChatState {
  const held = state.rooms[room.id];
  if (!held) return room.mine ? { ...state, rooms: { ...state.rooms, [room.id]: room } } : state;
  const mine = room.mine && (!held.mine || room.mine.tick >= held.mine.tick) ? room.mine : held.mine;
  if (room.tick < held.tick) return mine === held.mine ? state : { ...state, rooms: { ...state.rooms, [room.id]: { ...held, mine } } };
  const ahead = held.last_seq > room.last_seq;
  const merged: Room = { ...room, mine, last_seq: ahead ? held.last_seq : room.last_seq, last: ahead ? held.last : (room.last ?? (held.last_seq === room.last_seq ? held.last : room.last)) };
  return { ...state, rooms: { ...state.rooms, [room.id]: merged } };
}

export function putMine(state: ChatState, id: Id, mine: Mine): ChatState {
  const room = state.rooms[id];
  if (!room || (room.mine && mine.tick < room.mine.tick)) return state;
  return { ...state, rooms: { ...state.rooms, [id]: { ...room, mine } } };
}

function without<T>(table: Table<T>, drop: (value: T, key: Id) => boolean): Table<T> {
  return Object.fromEntries(Object.entries(table).filter(([key, value]) => !drop(value, key)));
}

/** Who left a room keeps nothing of it. */
export function dropRoom(state: ChatState, id: Id): ChatState {
  const threads = new Set(Object.values(state.threads).filter((thread) => thread.room_id === id).map((thread) => thread.id));
  return {
    ...state,
    rooms: without(state.rooms, (_, key) => key === id),
    threads: without(state.threads, (thread) => thread.room_id === id),
    drafts: without(state.drafts, (draft) => draft.room_id === id),
    streams: without(state.streams, (_, key) => key === id || threads.has(key)),
    messages: without(state.messages, (message) => message.room_id === id),
    receipts: without(state.receipts, (_, key) => key === id),
  };
}

/** The server counts the oldest ones, as many as it tells by number. */
function withMention(seqs: readonly number[], seq: number): number[] {
  return [...new Set([...seqs, seq])].sort((a, b) => a - b).slice(0, MOST_MENTIONS);
}

function mentioned(state: ChatState, p: Payloads["chat.mentioned"]): ChatState {
  const add = (seqs: number[]) => withMention(seqs, p.seq);
  if (p.thread_id) {
    const thread = state.threads[p.thread_id];
    if (!thread?.mine || p.seq <= thread.mine.read_seq) return state;
    const mine = { ...thread.mine, mention_seqs: add(thread.mine.mention_seqs) };
    return { ...state, threads: { ...state.threads, [thread.id]: { ...thread, mine } } };
  }
  const room = state.rooms[p.room_id];
  if (!room?.mine || p.seq <= room.mine.read_seq) return state;
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, mine: { ...room.mine, mention_seqs: add(room.mine.mention_seqs) } } } };
}

export function putDraft(state: ChatState, stream: Id, draft: Draft | null | undefined): ChatState {
  const held = state.drafts[stream];
  if (!draft) return held ? { ...state, drafts: without(state.drafts, (_, key) => key === stream) } : state;
  if (held && draft.tick < held.tick) return state;
  return { ...state, drafts: { ...state.drafts, [stream]: draft } };
}

/** Takes a fetched page: as the whole run that is held, or joined to either end of it. */
export function takePage(state: ChatState, key: Id, page: MessagePage, place: "replace" | "older" | "newer"): ChatState {
  const messages: Record<Id, Message> = { ...state.messages };
  let threads = state.threads;
  for (const message of page.messages) {
    const held = messages[message.id];
    if (!held || message.tick >= held.tick) messages[message.id] = message;
    if (message.thread && (threads[message.id]?.tick ?? -1) < message.thread.tick) {
      threads = { ...threads, [message.id]: { ...message.thread, mine: threads[message.id]?.mine ?? null } };
    }
  }
  const ids = page.messages.map((message) => message.id);
  const held = state.streams[key]?.ids ?? [];
  const fresh = ids.filter((id) => !held.includes(id));
  const joined = place === "replace" ? ids : place === "older" ? [...fresh, ...held] : [...held, ...fresh];
  const last = Math.max(page.last_seq, place === "replace" ? 0 : (state.streams[key]?.last ?? 0));
  return { ...state, messages, threads, streams: { ...state.streams, [key]: { ids: joined, first: page.first_seq, last } } };
}

/** The newest number of a stream that anything told of. */
export function newestSeq(state: ChatState, key: Id): number {
  return Math.max(state.streams[key]?.last ?? 0, state.rooms[key]?.last_seq ?? 0, state.threads[key]?.last_seq ?? 0);
}

/** Whether the held run reaches the newest message, so that live messages may be appended. */
export function reachesEnd(state: ChatState, key: Id): boolean {
  const stream = state.streams[key];
  if (!stream) return false;
  const newest = state.messages[stream.ids.at(-1) ?? ""];
  return (newest?.seq ?? 0) >= newestSeq(state, key);
}
