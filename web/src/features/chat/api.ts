import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { ContactRequest, Message, MessagePage, Mine, Receipts, Role, Room, Rule, Thread } from "./model.ts";

export type NewRoom = Given<Asked<"create_room">, "id" | "kind" | "name">;
export type NewMessage = Given<Asked<"say">, "id" | "body">;
export type Member = Wire["Member"];
export type InboxThread = Wire["InboxItem"];
export type Mention = Wire["Mention"];

export type Where = { before: number } | { after: number } | { around: number } | Record<never, number>;

export const openRooms = (q: string, cursor: string | null, limit = 50) => call<Answer<"list_open_rooms">>("GET", `/rooms${query({ q, cursor, limit })}`);
/** Rooms that administrators look after, whoever is in them. */
export const administeredRooms = (q: string, cursor: string | null) => call<Answer<"list_all_rooms">>("GET", `/administration/rooms${query({ q, cursor, limit: 50 })}`);
export const room = (id: Id) => call<Room>("GET", `/rooms/${id}`);
export const createRoom = (body: NewRoom) => call<Room>("POST", "/rooms", { body });
export const previewRule = (body: Rule) => call<Answer<"preview_rule">>("POST", "/rooms/preview-rule", { body });
export const direct = (people: Id[]) => call<Room>("POST", "/directs", { body: { people } });
export const changeRoom = (id: Id, body: Asked<"change_room">) => call<Room>("PATCH", `/rooms/${id}`, { body });
export const actOnRoom = (id: Id, act: "archive" | "reopen" | "join" | "leave") => call<Room | undefined>("POST", `/rooms/${id}/${act}`);
export const members = (id: Id, sort: string, cursor: string | null) => call<Answer<"list_members">>("GET", `/rooms/${id}/members${query({ sort, cursor, limit: 100 })}`);
export const addMembers = (id: Id, people: Id[]) => call<unknown>("POST", `/rooms/${id}/members`, { body: { people } });
export const removeMember = (id: Id, person: Id) => call<void>("DELETE", `/rooms/${id}/members/${person}`);
export const setRole = (id: Id, person: Id, role: Role) => call<unknown>("PUT", `/rooms/${id}/members/${person}`, { body: { role } });
export const setPreferences = (id: Id, body: Asked<"set_preferences">) => call<Mine>("PUT", `/rooms/${id}/preferences`, { body });

export const desks = () => call<Answer<"list_desks">>("GET", "/desks");
export const requests = (toPosts: boolean, closed: boolean, cursor: string | null) => call<Answer<"list_requests">>("GET", `/contact-requests${query({ to_posts: toPosts, closed, cursor, limit: 50 })}`);
export const request = (id: Id) => call<ContactRequest>("GET", `/contact-requests/${id}`);
export const ask = (body: Given<Asked<"ask_request">, "id" | "body">) => call<ContactRequest>("POST", "/contact-requests", { body });
export const postsOf = (unit: Id) => call<Answer<"list_posts">>("GET", `/posts${query({ unit, limit: 200 })}`);
export const claimRequest = (id: Id, on: boolean) => call<ContactRequest>(on ? "PUT" : "DELETE", `/contact-requests/${id}/claim`);

export const PAGE = 50;
export const messages = (id: Id, where: Where) => call<MessagePage>("GET", `/rooms/${id}/messages${query({ ...where, limit: PAGE })}`);
export const threadMessages = (root: Id, where: Where) => call<Answer<"list_replies">>("GET", `/threads/${root}/messages${query({ ...where, limit: PAGE })}`);
// A line that died without a word must not hold up what waits behind; sending again with the same id does no harm.
const POST_PATIENCE_MS = 30_000;
export const post = (roomId: Id, body: NewMessage) => call<Message>("POST", `/rooms/${roomId}/messages`, { body, signal: AbortSignal.timeout(POST_PATIENCE_MS) });
export const threads = (cursor: string | null) => call<Answer<"list_threads">>("GET", `/threads${query({ cursor, limit: 30 })}`);
export const changeThread = (root: Id, body: Asked<"change_thread">) => call<Thread>("PUT", `/threads/${root}`, { body });
export const readThread = (root: Id, seq: number) => call<unknown>("PUT", `/threads/${root}/read`, { body: { seq }, outlive: true });
export const edit = (id: Id, body: Given<Asked<"reword">, "body">) => call<Message>("PATCH", `/messages/${id}`, { body });
export const withdraw = (id: Id) => call<Message>("DELETE", `/messages/${id}`);
export const message = (id: Id) => call<Message>("GET", `/messages/${id}`);
export const history = (id: Id) => call<Answer<"get_history">>("GET", `/messages/${id}/history`);
export const react = (id: Id, code: string, on: boolean) => call<Message>(on ? "PUT" : "DELETE", `/messages/${id}/reactions/${encodeURIComponent(code)}`);
export const reactions = (id: Id) => call<Answer<"list_reactions">>("GET", `/messages/${id}/reactions`);
export const welcomeBack = () => call<Answer<"get_return">>("GET", "/me/return");
export const messageReceipts = (id: Id, sort: string) => call<Answer<"list_readers">>("GET", `/messages/${id}/receipts${query({ sort })}`);
export const readRoom = (id: Id, seq: number, back = false) => call<Mine>("PUT", `/rooms/${id}/read`, { body: back ? { seq, back } : { seq }, outlive: true });
export const roomReceipts = (id: Id) => call<Receipts>("GET", `/rooms/${id}/receipts`);
export const saveDraft = (stream: Id, body: Asked<"keep_draft">) => call<Answer<"keep_draft">>("PUT", `/drafts/${stream}`, { body });
export const dropDraft = (stream: Id) => call<void>("DELETE", `/drafts/${stream}`);
/** What is looked for, where, in which order. */
export interface Looking {
  q: string;
  room: Id | null;
  order: "newest" | "best";
}
export const search = (looking: Looking, cursor: string | null, signal?: AbortSignal) => call<Answer<"search">>("GET", `/search${query({ ...looking, cursor, limit: 30 })}`, { signal });
export const searchNotes = (looking: Looking, cursor: string | null, limit: number) => call<Answer<"search_notes">>("GET", `/search/notes${query({ ...looking, cursor, limit })}`);
export const searchFiles = (looking: Looking, cursor: string | null, limit: number) => call<Answer<"search_files">>("GET", `/search/files${query({ ...looking, cursor, limit })}`);
export const searchPeople = (q: string, cursor: string | null, limit: number) => call<Answer<"list_people">>("GET", `/people${query({ q, active: true, cursor, limit })}`);
export const savedSearches = () => call<Answer<"list_saved_searches">>("GET", "/me/searches");
export const saveSearch = (id: Id, body: Asked<"save_search">) => call<Answer<"save_search">>("PUT", `/me/searches/${id}`, { body });
export const forgetSearch = (id: Id) => call<void>("DELETE", `/me/searches/${id}`);
export const mentions = (cursor: string | null) => call<Answer<"list_mentions">>("GET", `/mentions${query({ cursor, limit: 30 })}`);
