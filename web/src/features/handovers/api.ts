import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Edit, Handover, Own } from "./model.ts";

const seen = (tick: number) => ({ headers: { "if-match": String(tick) } });
const act = (id: Id, name: string, tick?: number) => call<Handover>("POST", `/handovers/${id}/${name}`, tick === undefined ? {} : seen(tick));

export const own = () => call<Own>("GET", "/handovers");
export const handover = (id: Id) => call<Handover>("GET", `/handovers/${id}`);
export const begin = (body: Asked<"begin_handover">) => call<Handover>("POST", "/handovers", { body });
export const edit = (id: Id, tick: number, body: Edit) => call<Handover>("PATCH", `/handovers/${id}`, { body, ...seen(tick) });
export const remove = (id: Id) => call<void>("DELETE", `/handovers/${id}`);
export const refresh = (id: Id) => act(id, "refresh");
export const handIn = (id: Id, tick: number) => act(id, "hand-in", tick);
export const takeBack = (id: Id) => act(id, "take-back");
export const takeOver = (id: Id, tick: number) => act(id, "take-over", tick);
export const confirm = (id: Id) => act(id, "confirm");
export const version = (id: Id, number: number) => call<Answer<"get_handover_version">>("GET", `/handovers/${id}/versions/${number}`);

/** Which of all are listed. */
export interface Search {
  q: string;
  stage: string;
}

export const all = ({ q, stage }: Search, cursor: string | null, limit?: number) => call<Answer<"list_handovers">>("GET", `/administration/handovers${query({ q, stage, cursor, limit })}`);
