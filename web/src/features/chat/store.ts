import type { Wire } from "../../platform/api/wire.ts";
import { exchange, keep, read, readAll, remove, write } from "../../platform/database.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { LiveEvent } from "../../platform/live.ts";
import { createOutbox, type Entry } from "../../platform/outbox.ts";
import { meet } from "../../platform/people.ts";
import { tell } from "../../platform/refusals.ts";
import { otherTabs } from "../../platform/tabs.ts";
import { createStore } from "../../platform/store.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import type { LinkHeading, Message, MessagePage, Receipts } from "./model.ts";
import { bringingStore } from "./store.files.ts";
import { applyEvent, emptyState, isChatEvent, type ChatEvent, type ChatState } from "./sync.ts";
import { t } from "./text.ts";

export const chatStore = createStore<ChatState>(emptyState);

/** Counts what became of requests: lists of them are asked for anew. */
export const requestNewsStore = createStore(0);

/** Counts what became of requests to read rooms: whoever oversees them asks anew. */
export const inspectionNewsStore = createStore(0);

/** Counts what became of shares of rooms: whoever sees to them asks anew. */
export const shareNewsStore = createStore(0);

/** The message of which it was told last that it changed: lists of what a client may not hold are asked for anew. */
export const changedStore = createStore<Message | null>(null);

/** Who types where, until when; never kept. */
export const typingStore = createStore<Readonly<Record<Id, Readonly<Record<Id, number>>>>>({});

export interface SentFile {
  id: Id;
  name: string;
  size: number;
  /** Of which file of the room it is a new version; null when somebody said that it is another one. */
  of?: { id: Id; name: string } | null | undefined;
  /** It has not reached the server: its bytes are kept with the message, and go before it. */
  waits?: boolean;
}

export interface Outgoing {
  room_id: Id;
  body: string;
  reply_to: Id | null;
  thread: Id | null;
  also_to_room: boolean;
  /** Who was using the shared account when they wrote it. */
  operator?: Id | null;
  /** The post as whose holder they wrote it. */
  as_post?: Id | null;
  /** Files that go with it. */
  files?: readonly SentFile[];
  /** What they answered about a personal number in it. */
  personal_number?: Wire["Answered"];
  /** The album into which its pictures go. */
  album?: Id;
  /** They want no reply. */
  no_reply?: boolean;
  /** What they say of links in it. */
  headings?: LinkHeading[];
}

/** An entry as it lies on the disk: with who wrote it, so that it never goes out under another name. */
type Shelved = Entry<Outgoing> & { author?: Id };
const shelved = (entry: Entry<Outgoing>): Shelved => ({ ...entry, author: chatStore.get().me });

const tabs = otherTabs<"taken" | "left">("outbox", (news) => void outbox.look(news === "left"));

/** What brings the files of an entry, and lets go of them on this device once they have gone. */
const carrier = ({ content }: Entry<Outgoing>) => (content.files ? import("./ui/files/carry.ts") : null);

export const outbox = createOutbox<Outgoing, Message>(
  {
    load: async () => ((await readAll("outbox")) as Shelved[]).filter(({ author }) => author === undefined || author === chatStore.get().me),
    save: async (entry) => {
      await (await carrier(entry))?.keepFiles(entry.content.files);
      await keep("outbox", entry.id, shelved(entry));
    },
    swap: (id, next) => exchange("outbox", id, next.id, shelved(next)),
    remove: (id) => remove("outbox", id),
  },
  (entry) => carrier(entry)?.then((part) => part.carry(entry, () => post(entry))) ?? post(entry),
  (_, message) => take({ tick: message.tick, kind: "chat.message_posted", p: { message } }),
  { tell: () => tabs.tell("taken"), late: (id) => void withdrawLate(id) },
);

function post({ id: ofEntry, content }: Entry<Outgoing>): Promise<Message> {
  const { files, album, body, no_reply, headings, personal_number } = content;
  return api
    .post(content.room_id, {
      id: ofEntry,
      body,
      reply_to: content.reply_to ?? undefined,
      thread: content.thread ?? undefined,
      also_to_room: content.also_to_room || undefined,
      operator_id: content.operator ?? undefined,
      as_post: content.as_post ?? undefined,
      files: files?.map(({ id }) => id),
      versions: files?.flatMap(({ id, of }) => (of ? { file: id, of: of.id } : [])),
      personal_number,
      album,
      no_reply,
      headings,
    })
    .catch(inWords);
}

/** Who wrote as the holder of a post that they hold no longer, or with files that are no longer there, is told so. */
function inWords(error: unknown): never {
  if (error instanceof Problem)
    for (const { field, code: why } of error.fields) {
      const code = field.replace(/\W.*/, "");
      if (code === "as_post" || code === "versions" || (code === "files" && why !== "too_many")) throw new Problem(`chat.${code}`, error.status);
    }
  throw error;
}

/** What was taken back here and reached the server all the same is taken back there too. */
async function withdrawLate(id: Id): Promise<void> {
  try {
    const message = await api.withdraw(id);
    take({ tick: message.tick, kind: "chat.message_changed", p: { message } });
    toast(t.withdrawnLate);
  } catch (error) {
    await tell(error, `${t.arrivedAfterAll} `);
  }
}

/** This page closes: another tab may send what waits here. */
export function handOver(): void {
  if (outbox.entries.get().length > 0) tabs.tell("left");
}

/** Whether closing this page now would lose something that was written. */
export function wouldLose(): boolean {
  return outbox.entries.get().some((entry) => entry.disk !== "kept" || entry.heldUntil !== undefined) || Object.values(bringingStore.get()).flat().length > 0;
}

/** Drafts that were written here last: what the server tells of an earlier time must not take the words out of somebody's hands. */
export const ownDrafts = {
  underWay: new Set<Id>(),
  ticks: new Map<Id, number>(),
  /** Something is typed that the server does not know. */
  begin(stream: Id): void {
    this.underWay.add(stream);
  },
  /** The server has it as of a tick. */
  told(stream: Id, tick: number): void {
    this.ticks.set(stream, tick);
  },
  /** Whatever the server tells from here on is news. */
  end(stream: Id): void {
    this.underWay.delete(stream);
  },
  /** Whether an event tells of a draft that was overwritten here. */
  precede(event: ChatEvent): boolean {
    if (event.kind !== "chat.draft_changed") return false;
    return this.underWay.has(event.p.stream_id) || event.tick <= (this.ticks.get(event.p.stream_id) ?? 0);
  },
  /** Drafts as the server told them all at once, but for those that it does not know yet. */
  over(told: ChatState["drafts"]): ChatState["drafts"] {
    this.ticks.clear();
    const here = chatStore.get().drafts;
    const drafts = { ...told };
    for (const stream of this.underWay) {
      delete drafts[stream];
      const draft = here[stream];
      if (draft) drafts[stream] = draft;
    }
    return drafts;
  },
  forget(): void {
    this.underWay.clear();
    this.ticks.clear();
  },
};

// A page may have been read before an event that arrives ahead of it. The last events are kept and told again to such a page.
const RECENT = 500;
let recent: ChatEvent[] = [];
const ABOUT_MESSAGES = new Set<ChatEvent["kind"]>(["chat.message_posted", "chat.message_changed", "chat.reacted", "chat.thread_changed"]);

function take(event: ChatEvent): void {
  chatStore.update((state) => applyEvent(state, event));
}

/** Whether an event tells that there is a request, who sees to it, whether anybody is there, or that it is closed or open again. */
function isAboutRequest(event: ChatEvent): boolean {
  if (event.kind === "chat.members_changed") return chatStore.get().rooms[event.p.room_id]?.kind === "request";
  if (event.kind === "chat.room_joined" || event.kind === "chat.room_changed") return event.p.room.kind === "request";
  return event.kind === "chat.message_posted" && event.p.message.kind === "notice" && chatStore.get().rooms[event.p.message.room_id]?.kind === "request";
}

/** Applies the chat facts among the events; returns them for those who react to news. */
export function takeEvents(events: readonly LiveEvent[]): ChatEvent[] {
  const mine = events.filter(isChatEvent).filter((event) => !ownDrafts.precede(event));
  if (mine.length === 0) return [];
  recent = [...recent, ...mine].slice(-RECENT);
  chatStore.update((state) => mine.reduce<ChatState>(applyEvent, state));
  if (mine.some(isAboutRequest)) requestNewsStore.update((count) => count + 1);
  if (mine.some((event) => event.kind === "chat.inspections_changed")) inspectionNewsStore.update((count) => count + 1);
  if (mine.some((event) => event.kind === "chat.shares_changed")) shareNewsStore.update((count) => count + 1);
  for (const event of mine) {
    if (event.kind === "chat.message_posted") {
      const { id } = event.p.message;
      const files = outbox.entries.get().find((entry) => entry.id === id)?.content.files;
      outbox.settle(id);
      // Its own answer may never come: what the server has is not given back as unsent.
      if (files) void import("./ui/files/carry.ts").then((part) => part.letGo(files), () => undefined);
      stopTyping(event.p.message);
    } else if (event.kind === "chat.message_changed") changedStore.set(event.p.message);
  }
  return mine;
}

/** Lets a fetched page into the state, with the events that happened since it was read. */
export function takeFetched(page: Pick<MessagePage, "tick" | "people">, change: (state: ChatState) => ChatState): void {
  meet(page.people);
  const missed = recent.filter((event) => event.tick > page.tick && ABOUT_MESSAGES.has(event.kind));
  chatStore.update((state) => missed.reduce<ChatState>(applyEvent, change(state)));
}

export function takeReceipts(receipts: Receipts): void {
  chatStore.update((state) => ({ ...state, receipts: { ...state.receipts, [receipts.room_id]: receipts } }));
}

const TYPING_MS = 6000;

export function takeTyping(frame: { room: Id; thread: Id | null; person: Id }): void {
  const key = frame.thread ?? frame.room;
  if (frame.person === chatStore.get().me) return;
  const until = Date.now() + TYPING_MS;
  typingStore.update((all) => ({ ...all, [key]: { ...all[key], [frame.person]: until } }));
  setTimeout(() => forgetTyping(key, frame.person, until), TYPING_MS);
}

function forgetTyping(key: Id, person: Id, until: number): void {
  typingStore.update((all) => {
    const there = all[key];
    if (!there || (there[person] ?? 0) > until) return all;
    const { [person]: _, ...rest } = there;
    return { ...all, [key]: rest };
  });
}

function stopTyping(message: Message): void {
  forgetTyping(message.thread_id ?? message.room_id, message.author_id, Number.POSITIVE_INFINITY);
}

const KEPT_STREAMS = 30;
const KEPT_MESSAGES = 80;

/** What is worth keeping for a start without the network: all rooms, and the newest messages of those that were open. */
export function keepable(state: ChatState): ChatState {
  const streams = Object.entries(state.streams)
    .slice(-KEPT_STREAMS)
    .map(([key, stream]) => [key, { ...stream, ids: stream.ids.slice(-KEPT_MESSAGES) }] as const);
  const messages = Object.fromEntries(streams.flatMap(([, stream]) => stream.ids.flatMap((id) => (state.messages[id] ? [[id, state.messages[id]] as const] : []))));
  for (const id of Object.keys(state.threads)) if (state.messages[id]) messages[id] = state.messages[id];
  return { ...state, streams: Object.fromEntries(streams), messages, receipts: {} };
}

const OPEN_LAST = "last-room";

/** The room that was open last, so that the start shows it. */
export async function lastRoom(): Promise<Id | null> {
  return ((await read("cache", OPEN_LAST)) as Id | undefined) ?? null;
}

export function rememberRoom(id: Id): void {
  void write("cache", OPEN_LAST, id);
}

/** Forgets everything of the person who signed out. */
export function forgetChat(): void {
  recent = [];
  chatStore.set(emptyState);
  typingStore.set({});
  ownDrafts.forget();
  outbox.clear();
  bringingStore.set({});
}
