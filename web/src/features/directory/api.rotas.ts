import type { Answer } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { DutyException, NewException, NewRota, NewSwap, Rota, RotaMonth } from "./model.ts";

export const rotas = () => call<Answer<"list_rotas">>("GET", "/rotas");
export const month = (id: Id, month: string) => call<RotaMonth>("GET", `/rotas/${id}/month${query({ month })}`);
export const rota = (id: Id) => call<Rota>("GET", `/rotas/${id}`);
export const addRota = (body: NewRota) => call<Rota>("POST", "/rotas", { body });
/** `otherwise` says what becomes of exchanges whose usual days become others. */
export const changeRota = ({ id, tick }: Pick<Rota, "id" | "tick">, body: NewRota, otherwise: "keep" | "drop" | null = null) =>
  call<Rota>("PUT", `/rotas/${id}${query({ otherwise })}`, { body, headers: { "if-match": String(tick) } });
export const removeRota = (id: Id) => call<void>("DELETE", `/rotas/${id}`);
export const exceptDuty = (id: Id, body: NewException) => call<{ items: DutyException[] }>("POST", `/rotas/${id}/exceptions`, { body });
export const swapDuties = (id: Id, body: NewSwap) => call<{ items: DutyException[] }>("POST", `/rotas/${id}/swaps`, { body });
export const restoreDuty = (id: Id, exception: Id) => call<{ items: DutyException[] }>("DELETE", `/rotas/${id}/exceptions/${exception}`);
