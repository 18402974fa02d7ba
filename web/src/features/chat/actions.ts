import type { Id } from "../../platform/ids.ts";
import { say } from "../../platform/live.ts";
import { afterPaint } from "../../platform/paint.ts";
import { Problem } from "../../platform/http.ts";
import { tell } from "../../platform/refusals.ts";
import { operatorId } from "../../platform/session.ts";
import { SHOWN_WITH_ACTION_MS, toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { isToPost, wordsOf, type Draft, type Message, type Mine, type Room, type Thread } from "./model.ts";
import { chatStore, outbox, ownDrafts, rememberRoom, takeFetched, takeReceipts, type Outgoing } from "./store.ts";
import { giveBack } from "./store.files.ts";
import { t } from "./text.ts";
import { dropRoom, newestSeq, putDraft, putMessage, putMine, putRoom, putThread, reachesEnd, takePage, type ChatState } from "./sync.ts";

/** Which list of messages: a room's main stream, or a thread. */
export interface StreamKey {
  room: Id;
  thread: Id | null;
}

const keyOf = (stream: StreamKey): Id => stream.thread ?? stream.room;
const loading = new Set<string>();

async function load(stream: StreamKey, where: api.Where, place: "replace" | "older" | "newer"): Promise<void> {
  const key = keyOf(stream);
  const job = `${key} ${place} ${JSON.stringify(where)}`;
  if (loading.has(job)) return;
  loading.add(job);
  try {
    if (stream.thread) {
      const page = await api.threadMessages(stream.thread, where);
      takeFetched(page, (state) => {
        const held = state.messages[page.root.id];
        const known: ChatState = !held || page.root.tick >= held.tick ? { ...state, messages: { ...state.messages, [page.root.id]: page.root } } : state;
        // A message that nobody answered yet has no thread.
        return takePage(page.thread ? putThread(known, page.thread) : known, key, page, place);
      });
    } else {
      const page = await api.messages(stream.room, where);
      takeFetched(page, (state) => takePage(state, key, page, place));
    }
  } finally {
    loading.delete(job);
  }
}

/** Makes sure that the newest messages are here; does nothing when they are. */
export async function openStream(stream: StreamKey): Promise<void> {
  const state = chatStore.get();
  const key = keyOf(stream);
  if (!state.streams[key]) await load(stream, {}, "replace");
  else if (!reachesEnd(state, key)) await loadNewer(stream);
}

export async function loadNewest(stream: StreamKey): Promise<void> {
  await load(stream, {}, "replace");
}

export async function loadAround(stream: StreamKey, seq: number): Promise<void> {
  await load(stream, { around: seq }, "replace");
}

export function hasOlder(state: ChatState, key: Id): boolean {
  const stream = state.streams[key];
  const oldest = state.messages[stream?.ids[0] ?? ""];
  return stream !== undefined && oldest !== undefined && oldest.seq > stream.first;
}

export async function loadOlder(stream: StreamKey): Promise<void> {
  const state = chatStore.get();
  const oldest = state.messages[state.streams[keyOf(stream)]?.ids[0] ?? ""];
  if (oldest && hasOlder(state, keyOf(stream))) await load(stream, { before: oldest.seq }, "older");
}

export async function loadNewer(stream: StreamKey): Promise<void> {
  const state = chatStore.get();
  const key = keyOf(stream);
  const newest = state.messages[state.streams[key]?.ids.at(-1) ?? ""];
  if (!newest) return load(stream, {}, "replace");
  // After a long absence the hole would take many pages; starting at the newest end is what people want then.
  if (newestSeq(state, key) - newest.seq > api.PAGE * 4) return load(stream, {}, "replace");
  if (!reachesEnd(state, key)) await load(stream, { after: newest.seq }, "newer");
}

/** Positions that are shown as read and not yet told to the server. */
const reading = new Map<Id, { send: () => Promise<void>; timer: ReturnType<typeof setTimeout> }>();
const READ_DELAY_MS = 700;

/** How far each operator of a shared account has seen each room since this page was opened. */
const seenBy = new Map<string, number>();

/** Notes that a message was on screen before somebody's eyes. The position shows at once and is sent a moment later. */
export function sawUpTo(stream: StreamKey, seq: number): void {
  const key = keyOf(stream);
  if (leftUnread.has(key)) return;
  const state = chatStore.get();
  const mine = stream.thread ? state.threads[key]?.mine : state.rooms[key]?.mine;
  if (!mine) return;
  // Whoever uses a shared account after somebody else has read what they read, also where the account had read it.
  const reader = stream.thread ? null : operatorId();
  const seen = `${reader} ${key}`;
  if (seq <= (reader === null ? mine.read_seq : (seenBy.get(seen) ?? 0))) return;
  if (reader !== null) seenBy.set(seen, seq);
  if (seq > mine.read_seq) chatStore.update((now) => withRead(now, stream, seq));
  forgetReading(key);
  const send = async () => {
    forgetReading(key);
    try {
      if (stream.thread) await api.readThread(stream.thread, seq);
      else {
        const answer = await api.readRoom(stream.room, seq);
        chatStore.update((now) => putMine(now, stream.room, answer));
      }
    } catch {
      // The next message read, or the next visit, tells the server.
    }
  };
  reading.set(key, { send, timer: setTimeout(() => void send(), READ_DELAY_MS) });
}

/** Tells the server at once what was read: the window may be gone before the moment is over. */
export async function sendReading(): Promise<void> {
  await Promise.all([...reading.values()].map(({ send }) => send()));
}

function forgetReading(key: Id): void {
  clearTimeout(reading.get(key)?.timer);
  reading.delete(key);
}

function withRead(state: ChatState, stream: StreamKey, seq: number): ChatState {
  const later = (seqs: number[]) => seqs.filter((candidate) => candidate > seq);
  if (stream.thread) {
    const thread = state.threads[stream.thread];
    if (!thread?.mine) return state;
    const mine = { ...thread.mine, read_seq: seq, mention_seqs: later(thread.mine.mention_seqs) };
    return { ...state, threads: { ...state.threads, [thread.id]: { ...thread, mine } } };
  }
  const room = state.rooms[stream.room];
  if (!room?.mine) return state;
  const mine = { ...room.mine, read_seq: seq, mention_seqs: later(room.mine.mention_seqs) };
  return { ...state, rooms: { ...state.rooms, [room.id]: { ...room, mine } } };
}

// Rooms that somebody left unread on purpose: what is on screen does not count as read until they come back to it.
const leftUnread = new Set<Id>();

/** The room was opened, or somebody returned to it: what they see counts again. */
export function cameBack(stream: StreamKey): void {
  leftUnread.delete(keyOf(stream));
}

/** Lets the room be unread from this message on, to come back to it. */
export async function markUnread(message: Message): Promise<void> {
  forgetReading(message.room_id);
  leftUnread.add(message.room_id);
  try {
    const mine = await api.readRoom(message.room_id, message.seq - 1, true);
    chatStore.update((state) => putMine(state, message.room_id, mine));
  } catch (error) {
    leftUnread.delete(message.room_id);
    await tell(error);
  }
}

let lastSaidIn: Id | null = null;
/** Whether what was said last in this page was said in this room. */
export const goesOn = (room: Id): boolean => lastSaidIn === room;

/** Puts a message into the outbox; it shows at once, and goes out when `holdMs` are over. The draft stays until its words are safe in the outbox or on the server. */
export function send(content: Outgoing, holdMs = 0): void {
  const key = content.thread ?? content.room_id;
  const stream = { room: content.room_id, thread: content.thread };
  const draft = chatStore.get().drafts[key];
  // The others take the name away when the message arrives; the next words tell them anew.
  lastTyping.delete(key);
  leftUnread.delete(key);
  const operator = content.operator ?? operatorId();
  outbox.add(key, operator ? { ...content, operator } : content, () => {
    const now = chatStore.get().drafts[key];
    // Whoever wrote on meanwhile has another draft by now.
    if (now && now.body === draft?.body && now.quote === draft.quote) keepDraft(stream, "", null);
  }, holdMs);
  lastSaidIn = content.room_id;
}

/** Takes a message back that waits, and puts its words before those that are being written. */
export function takeBack(id: Id): void {
  const taken = outbox.cancel(id);
  if (!taken) return;
  const { room_id: room, thread, body, reply_to: quote, files = [] } = taken.content;
  giveBack(taken.stream, files);
  const draft = chatStore.get().drafts[taken.stream];
  const written = draft && wordsOf(draft.body) !== body ? wordsOf(draft.body) : "";
  if (body !== "" || files.length === 0) keepDraft({ room, thread }, written === "" ? body : `${body}\n${written}`, quote ?? draft?.quote ?? null);
}

/** Throws a message away that waits; until the note about it goes, it can be had back. */
export function throwAway(id: Id): void {
  const taken = outbox.cancel(id);
  if (!taken) return;
  const draft = chatStore.get().drafts[taken.stream];
  if (draft && wordsOf(draft.body) === taken.content.body) keepDraft({ room: taken.content.room_id, thread: taken.content.thread }, "", null);
  // Nobody is given back as unsent what was thrown away.
  void import("./ui/files/shelf.ts").then((part) => part.noneOfComposer(taken.content.files ?? [])).catch(() => undefined);
  const forget = setTimeout(() => void import("./ui/files/carry.ts").then((part) => part.forget(taken.content.files ?? [])), SHOWN_WITH_ACTION_MS);
  const { me } = chatStore.get();
  const run = () => {
    // Never under another name.
    if (chatStore.get().me !== me) return;
    clearTimeout(forget);
    outbox.restore(taken);
  };
  toast(t.sendingCancelled, "done", { label: t.undo, run });
}

/** Runs a change of a message: shown at once, taken back with a word when the server refuses. */
async function optimistic(message: Message, shown: Message, act: () => Promise<Message>): Promise<void> {
  chatStore.update((state) => ({ ...state, messages: { ...state.messages, [message.id]: shown } }));
  try {
    const answer = await act();
    chatStore.update((state) => putMessage(state, answer));
  } catch (error) {
    // Only this message goes back; what events changed meanwhile stays.
    chatStore.update((state) => (state.messages[message.id] === shown ? { ...state, messages: { ...state.messages, [message.id]: message } } : state));
    await tell(error);
  }
}

export async function edit(message: Message, body: string, cleared: Pick<Outgoing, "personal_number" | "headings"> = {}): Promise<void> {
  await optimistic(message, { ...message, body, headings: cleared.headings ?? message.headings, edited_at: new Date().toISOString() }, () => api.edit(message.id, { body, ...cleared }));
}

export async function withdraw(message: Message): Promise<void> {
  await optimistic(message, { ...message, body: "", withdrawn_at: new Date().toISOString(), reactions: [] }, () => api.withdraw(message.id));
}

export async function react(message: Message, code: string): Promise<void> {
  const me = chatStore.get().me;
  const held = message.reactions.find((reaction) => reaction.code === code);
  const on = !held?.mine;
  const count = (held?.count ?? 0) + (on ? 1 : -1);
  const people = on ? [...(held?.people ?? []), me] : (held?.people ?? []).filter((id) => id !== me);
  const changed = { code, count, mine: on, people };
  const others = message.reactions.filter((reaction) => reaction.code !== code);
  const reactions = held ? message.reactions.flatMap((reaction) => (reaction.code !== code ? [reaction] : count > 0 ? [changed] : [])) : [...others, changed];
  await optimistic(message, { ...message, reactions }, () => api.react(message.id, code, on));
}

/** Runs something that answers with a room and shows the answer; says what went wrong otherwise. */
export async function changeRoom(act: () => Promise<Room | undefined>): Promise<boolean> {
  try {
    const room = await act();
    if (room) chatStore.update((state) => putRoom(state, room));
    return true;
  } catch (error) {
    await tell(error);
    return false;
  }
}

export async function leaveRoom(id: Id): Promise<boolean> {
  const left = await changeRoom(async () => {
    await api.actOnRoom(id, "leave");
    return undefined;
  });
  if (left) chatStore.update((state) => dropRoom(state, id));
  return left;
}

export async function setPreferences(room: Room, change: Partial<Pick<Mine, "muted" | "pinned">>): Promise<void> {
  const mine = room.mine;
  if (!mine) return;
  const wanted = { muted: change.muted ?? mine.muted, pinned: change.pinned ?? mine.pinned };
  chatStore.update((state) => putMine(state, room.id, { ...mine, ...wanted }));
  try {
    const answer = await api.setPreferences(room.id, wanted);
    chatStore.update((state) => putMine(state, room.id, answer));
  } catch (error) {
    chatStore.update((state) => putMine(state, room.id, mine));
    await tell(error);
  }
}

export async function changeThread(root: Id, change: { following?: boolean; resolved?: boolean; title?: string }): Promise<void> {
  try {
    const thread: Thread = await api.changeThread(root, change);
    chatStore.update((state) => putThread(state, thread));
  } catch (error) {
    await tell(error);
  }
}

const drafting = new Map<Id, ReturnType<typeof setTimeout>>();
const saving = new Map<Id, Promise<boolean>>();
const DRAFT_DELAY_MS = 1200;

/** Keeps what is being typed: here at once, on the server after a pause, so that it is there on the phone too. */
export function keepDraft(stream: StreamKey, body: string, quote: Id | null): void {
  const key = keyOf(stream);
  const held = chatStore.get().drafts[key];
  if ((held?.body ?? "") === body && (held?.quote ?? null) === quote) return;
  const empty = body.trim() === "" && quote === null;
  const draft: Draft = { stream_id: key, room_id: stream.room, body, quote, updated_at: new Date().toISOString(), tick: held?.tick ?? 0 };
  chatStore.update((state) => putDraft(state, key, empty ? null : draft));
  ownDrafts.begin(key);
  clearTimeout(drafting.get(key));
  drafting.set(key, setTimeout(() => saveNow(key), empty ? 0 : DRAFT_DELAY_MS));
}

function saveNow(key: Id): void {
  drafting.delete(key);
  // One after another, or the server might keep the words that were sent first.
  const saved = (saving.get(key) ?? Promise.resolve(true)).then(() => saveDraft(key));
  saving.set(key, saved);
  void saved.then((known) => {
    if (saving.get(key) !== saved) return;
    saving.delete(key);
    if (known && !drafting.has(key)) ownDrafts.end(key);
  });
}

/** Tells the server what stands here now; whether it knows. */
async function saveDraft(key: Id): Promise<boolean> {
  const draft = chatStore.get().drafts[key];
  try {
    if (!draft) await api.dropDraft(key);
    else {
      const kept = await api.saveDraft(key, { room_id: draft.room_id, body: draft.body, quote: draft.quote ?? undefined });
      // What the server does not keep, for a number stands in it, is kept here alone.
      if (!kept.draft) return false;
      ownDrafts.told(key, kept.draft.tick);
    }
    return true;
  } catch (error) {
    // Kept on this machine with the rest of the state; the next keystroke or the next line tries again.
    return error instanceof Problem && !error.passing;
  }
}

/** Tells the server of all drafts at once, and waits until it knows: somebody else may go on in a moment. */
export async function sendDrafts(): Promise<void> {
  for (const [key, timer] of drafting) {
    clearTimeout(timer);
    saveNow(key);
  }
  await Promise.all(saving.values());
}

/** Tells the server of drafts that did not get through before. */
export function saveDrafts(): void {
  for (const key of ownDrafts.underWay) if (!drafting.has(key) && !saving.has(key)) saveNow(key);
}

const lastTyping = new Map<Id, number>();
const TYPING_EVERY_MS = 3000;

export function typing(stream: StreamKey): void {
  const key = keyOf(stream);
  if (Date.now() - (lastTyping.get(key) ?? 0) < TYPING_EVERY_MS) return;
  lastTyping.set(key, Date.now());
  say({ t: "typing", room: stream.room, thread: stream.thread });
}

let looking: Id | null = null;
let lookingSoon: { room: Id | null } | null = null;

/** Tells the server which room is on screen, once it is: it sends that room's receipts and typing. */
export function lookSoon(room: Id | null): void {
  // One room goes and the next comes in the same moment; only the last word counts.
  if (!lookingSoon) {
    afterPaint(() => {
      const next = lookingSoon;
      lookingSoon = null;
      if (next) look(next.room);
    });
  }
  lookingSoon = { room };
}

function look(room: Id | null): void {
  looking = room;
  say({ t: "look", room });
  if (!room) return;
  rememberRoom(room);
  void api.roomReceipts(room).then(takeReceipts, () => undefined);
}

/** Says it again to a new line. */
export function lookAgain(): void {
  if (looking) look(looking);
}

// Direct rooms that were told of before barriers changed: whether I may write there is asked for when they are opened.
const doubtful = new Set<Id>();

/** What is held of direct rooms may not be so any more. */
export function doubtDirects(): void {
  for (const room of Object.values(chatStore.get().rooms)) if (room.kind === "direct" || isToPost(room)) doubtful.add(room.id);
}

/** Asks whether I may write in a room, unless that is known. */
export function askWhetherBarred(id: Id): void {
  if (!doubtful.delete(id)) return;
  // Asked again when it is opened next, if nobody answers.
  fetchRoom(id).catch(() => doubtful.add(id));
}

/** The same for the room on screen. */
export function askAgainWhoIsBarred(): void {
  if (looking) askWhetherBarred(looking);
}

/** Rooms that are not mine, opened by a link. */
export async function fetchRoom(id: Id): Promise<Room> {
  const room = await api.room(id);
  chatStore.update((state) => putRoom(state, room));
  return room;
}
