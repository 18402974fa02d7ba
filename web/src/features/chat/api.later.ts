import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type Planned = Wire["Planned"];
export type Saved = Wire["Saved"];
export type Times = Wire["Times"];
export type NewPlan = Given<Asked<"plan_message">, "id" | "room_id" | "body" | "send_at">;

export const times = (room: Id) => call<Times>("GET", `/rooms/${room}/times`);
export const planned = () => call<Answer<"list_planned">>("GET", "/planned");
export const plan = (body: NewPlan) => call<Planned>("POST", "/planned", { body });
export const changePlanned = (id: Id, body: Given<Asked<"change_planned">, never>) => call<Planned>("PATCH", `/planned/${id}`, { body });
export const sendPlanned = (id: Id) => call<void>("POST", `/planned/${id}/send`);
export const cancelPlanned = (id: Id) => call<void>("DELETE", `/planned/${id}`);
export const saved = (done: boolean, cursor: string | null) => call<Answer<"list_saved">>("GET", `/saved${query({ done, cursor, limit: 30 })}`);
export const save = (message: Id, remind_at?: string) => call<Answer<"save_message">>("PUT", `/messages/${message}/saved`, { body: remind_at ? { remind_at } : {} });
export const setDone = (message: Id, done: boolean) => call<Saved>("PATCH", `/messages/${message}/saved`, { body: { done } });
export const unsave = (message: Id) => call<void>("DELETE", `/messages/${message}/saved`);
