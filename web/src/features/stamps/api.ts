import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import type { Answers, GivenAnswer, NewStamp, Order, Stamp } from "./model.ts";

export const ask = (room: Id, body: NewStamp) => call<Stamp>("POST", `/rooms/${room}/stamps`, { body });
export const stamp = (id: Id) => call<Stamp>("GET", `/stamps/${id}`);
export const answer = (id: Id, given: GivenAnswer, sending: Id = newId()) => call<Stamp>("PUT", `/stamps/${id}/answer`, { body: { ...given, sending } });
export const takeBack = (id: Id) => call<Stamp>("DELETE", `/stamps/${id}/answer`);
export const answers = (id: Id, order: Order) => call<Answers>("GET", `/stamps/${id}/answers${query({ order })}`);
export const close = (id: Id) => call<Stamp>("POST", `/stamps/${id}/close`);
export const reopen = (id: Id, deadline: string | null) => call<Stamp>("POST", `/stamps/${id}/reopen`, { body: { deadline } });
export const setDeadline = (id: Id, deadline: string | null) => call<Stamp>("PUT", `/stamps/${id}/deadline`, { body: { deadline } });
export const decide = (id: Id, body: Asked<"decide_stamp">) => call<Stamp>("POST", `/stamps/${id}/decision`, { body });
export const remind = (id: Id) => call<Answer<"remind_stamp">>("POST", `/stamps/${id}/reminder`);
export const inspected = (inspection: Id, id: Id, order: Order) => call<Answer<"get_inspected_stamp">>("GET", `/inspections/${inspection}/stamps/${id}${query({ order })}`);
