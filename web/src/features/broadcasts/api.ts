import type { Answer, Asked } from "../../platform/api/wire.ts";
import { prefix } from "../../platform/place.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Audience, Broadcast, Counts, Draft, Mine, Reply, SavedList, Stage, Summary } from "./model.ts";

const seen = (tick: number) => ({ headers: { "if-match": String(tick) } });
const post = <T>(id: Id, act: string, body: unknown = {}, tick?: number) => call<T>("POST", `/broadcasts/${id}/${act}`, { body, ...(tick === undefined ? {} : seen(tick)) });

export const summary = () => call<Summary>("GET", "/broadcasts/summary");
export const received = (pending: boolean, cursor: string | null) => call<Answer<"list_broadcasts">>("GET", `/broadcasts${query({ pending: pending || null, cursor })}`);
export const broadcast = (id: Id) => call<Answer<"get_broadcast">>("GET", `/broadcasts/${id}`);
export const read = (id: Id) => call<Mine>("PUT", `/broadcasts/${id}/read`, { body: {} });
export const confirm = (id: Id) => call<Mine>("PUT", `/broadcasts/${id}/confirmation`, { body: {} });

export const ownReplies = (id: Id) => call<{ items: Reply[] }>("GET", `/broadcasts/${id}/replies`);
export const reply = (id: Id, body: Asked<"reply_to_broadcast">) => post<Reply>(id, "replies", body);
export const sawAnswers = (id: Id) => call<void>("PUT", `/broadcasts/${id}/replies/seen`, { body: {} });
export const conversations = (id: Id, cursor: string | null) => call<Answer<"list_broadcast_conversations">>("GET", `/broadcasts/${id}/conversations${query({ cursor })}`);
export const conversation = (id: Id, person: Id) => call<{ items: Reply[] }>("GET", `/broadcasts/${id}/conversations/${person}`);
export const answer = (id: Id, person: Id, body: Asked<"answer_about_broadcast">) => post<Reply>(id, `conversations/${person}`, body);
export const sawConversation = (id: Id, person: Id) => call<void>("PUT", `/broadcasts/${id}/conversations/${person}/seen`, { body: {} });

export type Phase = "draft" | "planned" | "sent";
export const sent = (phase: Phase | null, all: boolean, cursor: string | null) => call<Answer<"list_sent_broadcasts">>("GET", `/broadcasts/sent${query({ phase, all: all || null, cursor })}`);
export const waiting = (cursor: string | null) => call<Answer<"list_waiting_broadcasts">>("GET", `/broadcasts/waiting${query({ cursor })}`);

export type Order = "reading" | "unit";
export type Preview = Answer<"preview_broadcast">;
export const preview = (audience: Audience, send_at: string | null, order: Order, cursor: string | null) => call<Preview>("POST", `/broadcasts/preview${query({ order, cursor })}`, { body: { audience, send_at } });
/** What a draft says, with its files by their ids. */
const said = (draft: Draft) => ({ ...draft, files: draft.files.map(({ id }) => id) });
export const create = (id: Id, draft: Draft) => call<Broadcast>("POST", "/broadcasts", { body: { id, ...said(draft) } });
export const change = (id: Id, tick: number, draft: Draft) => call<Broadcast>("PUT", `/broadcasts/${id}`, { body: { id: null, ...said(draft) }, ...seen(tick) });
export const remove = (id: Id) => call<void>("DELETE", `/broadcasts/${id}`);
export const send = (id: Id, tick: number, send_at: string | null) => post<Broadcast>(id, "send", { send_at }, tick);
export const cancel = (id: Id) => post<void>(id, "cancel");
export const consent = (id: Id, tick: number) => post<void>(id, "consent", {}, tick);
export const refuse = (id: Id, why: string) => post<void>(id, "refuse", { why });
export const withdraw = (id: Id, why: string) => post<void>(id, "withdraw", { why });
export const remind = (id: Id) => post<{ people: number }>(id, "reminders");

export const counts = (id: Id) => call<Counts>("GET", `/broadcasts/${id}/receipts`);
export const sections = (id: Id) => call<Answer<"list_broadcast_sections">>("GET", `/broadcasts/${id}/receipts/sections`);

/** Which recipients are listed. */
export interface Wanted {
  stage: Stage | null;
  /** Those of a section; "none" for those in none. */
  section: Id | "none" | null;
  order: Order;
}

export const recipients = (id: Id, { stage, section, order }: Wanted, cursor: string | null, limit?: number) =>
  call<Answer<"list_broadcast_recipients">>("GET", `/broadcasts/${id}/receipts/people${query({ stage, section: section === "none" ? null : section, no_section: section === "none" || null, order, cursor, limit })}`);
/** Where the receipts are as a file. */
export const fileOf = (id: Id, encoding: "cp932" | "utf8") => `${prefix}/api/broadcasts/${id}/receipts/file${query({ encoding })}`;

export const lists = () => call<{ items: SavedList[] }>("GET", "/broadcasts/lists");
export const keepList = (body: Asked<"keep_broadcast_list">) => call<SavedList>("POST", "/broadcasts/lists", { body });
export const removeList = (id: Id) => call<void>("DELETE", `/broadcasts/lists/${id}`);
export const rule = () => call<Answer<"get_broadcast_rule">>("GET", "/broadcasts/rule");
export const setRule = (body: Asked<"set_broadcast_rule">) => call<Answer<"set_broadcast_rule">>("PUT", "/broadcasts/rule", { body });

export const titles = () => call<Answer<"list_titles">>("GET", "/titles");
export const places = () => call<Answer<"list_places">>("GET", "/places");
