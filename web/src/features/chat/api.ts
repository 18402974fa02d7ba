import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { PersonBrief } from "../../platform/people.ts";
import type { Draft, Message, MessagePage, Mine, Receipts, Room, RoomKind, Rule, Thread } from "./model.ts";

export interface NewRoom {
  id: Id;
  kind: RoomKind;
  name: string;
  purpose?: string;
  unit_id?: Id;
  rule?: Rule;
  people?: Id[];
}

export interface NewMessage {
  id: Id;
  body: string;
  reply_to?: Id;
  thread?: Id;
  also_to_room?: boolean;
}

export interface Member {
  person: PersonBrief;
  role: "owner" | "member";
  derived: boolean;
}

export interface InboxThread {
  thread: Thread;
  root: Message;
  latest: Message[];
  room_id: Id;
}

export interface Mention {
  message: Message;
  room_id: Id;
}

export type Where = { before: number } | { after: number } | { around: number } | Record<never, number>;

export const openRooms = (q: string, cursor: string | null) => call<Page<Room>>("GET", `/rooms${query({ q, cursor, limit: 50 })}`);
/** Rooms that administrators look after, whoever is in them. */
export const administeredRooms = (q: string, cursor: string | null) => call<Page<Room>>("GET", `/administration/rooms${query({ q, cursor, limit: 50 })}`);
export const room = (id: Id) => call<Room>("GET", `/rooms/${id}`);
export const createRoom = (body: NewRoom) => call<Room>("POST", "/rooms", { body });
export const previewRule = (body: Rule) => call<{ count: number; sample: PersonBrief[] }>("POST", "/rooms/preview-rule", { body });
export const direct = (people: Id[]) => call<Room>("POST", "/directs", { body: { people } });
export const changeRoom = (id: Id, body: { name?: string; purpose?: string }) => call<Room>("PATCH", `/rooms/${id}`, { body });
export const actOnRoom = (id: Id, act: "archive" | "reopen" | "join" | "leave") => call<Room | undefined>("POST", `/rooms/${id}/${act}`);
export const members = (id: Id, sort: string, cursor: string | null) => call<Page<Member>>("GET", `/rooms/${id}/members${query({ sort, cursor, limit: 100 })}`);
export const addMembers = (id: Id, people: Id[]) => call<unknown>("POST", `/rooms/${id}/members`, { body: { people } });
export const removeMember = (id: Id, person: Id) => call<void>("DELETE", `/rooms/${id}/members/${person}`);
export const setRole = (id: Id, person: Id, role: Member["role"]) => call<unknown>("PUT", `/rooms/${id}/members/${person}`, { body: { role } });
export const setPreferences = (id: Id, body: { muted: boolean; pinned: boolean }) => call<Mine>("PUT", `/rooms/${id}/preferences`, { body });

export const PAGE = 50;
export const messages = (id: Id, where: Where) => call<MessagePage>("GET", `/rooms/${id}/messages${query({ ...where, limit: PAGE })}`);
export const threadMessages = (root: Id, where: Where) => call<MessagePage & { root: Message; thread: Thread | null }>("GET", `/threads/${root}/messages${query({ ...where, limit: PAGE })}`);
export const post = (roomId: Id, body: NewMessage) => call<Message>("POST", `/rooms/${roomId}/messages`, { body });
export const threads = (cursor: string | null) => call<Page<InboxThread> & { people: PersonBrief[] }>("GET", `/threads${query({ cursor, limit: 30 })}`);
export const changeThread = (root: Id, body: { following?: boolean; resolved?: boolean; title?: string }) => call<Thread>("PUT", `/threads/${root}`, { body });
export const readThread = (root: Id, seq: number) => call<unknown>("PUT", `/threads/${root}/read`, { body: { seq } });
export const edit = (id: Id, body: string) => call<Message>("PATCH", `/messages/${id}`, { body: { body } });
export const withdraw = (id: Id) => call<Message>("DELETE", `/messages/${id}`);
export const message = (id: Id) => call<Message>("GET", `/messages/${id}`);
export const history = (id: Id) => call<{ items: { body: string; at: string; by: Id | null }[] }>("GET", `/messages/${id}/history`);
export const react = (id: Id, code: string, on: boolean) => call<Message>(on ? "PUT" : "DELETE", `/messages/${id}/reactions/${encodeURIComponent(code)}`);
export const reactions = (id: Id) => call<{ items: { code: string; person: PersonBrief; at: string }[] }>("GET", `/messages/${id}/reactions`);
export const messageReceipts = (id: Id, sort: string) =>
  call<{ read: { person: PersonBrief; at: string | null }[]; unread: { person: PersonBrief }[] }>("GET", `/messages/${id}/receipts${query({ sort })}`);
export const readRoom = (id: Id, seq: number, back = false) => call<Mine>("PUT", `/rooms/${id}/read`, { body: back ? { seq, back } : { seq } });
export const roomReceipts = (id: Id) => call<Receipts>("GET", `/rooms/${id}/receipts`);
export const saveDraft = (stream: Id, body: { room_id: Id; body: string; quote?: Id }) => call<Draft | undefined>("PUT", `/drafts/${stream}`, { body });
export const dropDraft = (stream: Id) => call<void>("DELETE", `/drafts/${stream}`);
export const mentions = (cursor: string | null) => call<Page<Mention> & { people: PersonBrief[] }>("GET", `/mentions${query({ cursor, limit: 30 })}`);
