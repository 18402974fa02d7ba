import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Counts, NewTask, State, Task, Wish } from "./model.ts";

export const make = (room: Id, body: NewTask) => call<Task>("POST", `/rooms/${room}/tasks`, { body });
export const task = (id: Id) => call<Task>("GET", `/tasks/${id}`);
export const change = (id: Id, body: Wish, at: number) => call<Task>("PUT", `/tasks/${id}`, { body, headers: { "if-match": String(at) } });
export const move = (id: Id, state: State, round: number, operator: Id | null) => call<Task>("PUT", `/tasks/${id}/state`, { body: { state, round, operator_id: operator } satisfies Asked<"move_task"> });
export const doPart = (id: Id, done: boolean, round: number, operator: Id | null) => call<Task>("PUT", `/tasks/${id}/part`, { body: { done, round, operator_id: operator } satisfies Asked<"do_task"> });
export const ofRoom = (room: Id, done: boolean, cursor: string | null, limit?: number) => call<Page<Task>>("GET", `/rooms/${room}/tasks${query({ done: done || null, cursor, limit })}`);
export type Which = "mine" | "made";
export const own = (which: Which, done: boolean, cursor: string | null, limit?: number) => call<Page<Task>>("GET", `/tasks${query({ which, done: done || null, cursor, limit })}`);
export const counts = () => call<Counts>("GET", "/me/tasks");
export const inspected = (inspection: Id, id: Id) => call<Task>("GET", `/inspections/${inspection}/tasks/${id}`);

const MEMBERS = 200;
/** Those who belong to a room, by reading; of very many the first. */
export const members = (room: Id) => call<Answer<"list_members">>("GET", `/rooms/${room}/members${query({ limit: MEMBERS })}`);
export const posts = (words: string) => call<Answer<"list_posts">>("GET", `/posts${query({ q: words, limit: 8 })}`);
/** The room with oneself. */
export const memos = () => call<{ id: Id }>("POST", "/directs", { body: { people: [] } });
