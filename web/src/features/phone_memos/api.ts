import type { Answer } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Box, Counts, Memo, NewMemo, Outlook } from "./model.ts";

export const create = (body: NewMemo) => call<Memo>("POST", "/phone-memos", { body });
export const memo = (id: Id) => call<Memo>("GET", `/phone-memos/${id}`);
export const see = (id: Id) => call<Memo>("PUT", `/phone-memos/${id}/seen`);
/** Says that one looks after it, in the place of who said so at the moment of a step, or of nobody. */
export const take = (id: Id, over: Memo["taken"]) => call<Memo>("PUT", `/phone-memos/${id}/handler${query({ over: over?.at })}`);
/** Takes back that somebody looks after it, as they said at the moment of a step. */
export const leave = (id: Id, step: Memo["taken"]) => call<Memo>("DELETE", `/phone-memos/${id}/handler${query({ since: step?.at })}`);
export const finish = (id: Id) => call<Memo>("PUT", `/phone-memos/${id}/done`);
/** Takes back that it is done, as somebody said at the moment of a step. */
export const reopen = (id: Id, step: Memo["done"]) => call<Memo>("DELETE", `/phone-memos/${id}/done${query({ since: step?.at })}`);
export const counts = () => call<Counts>("GET", "/me/phone-memo-counts");
export const outlook = (person: Id) => call<Outlook>("GET", `/people/${person}/phone-memo`);
export const rule = () => call<Answer<"get_phone_memo_rule">>("GET", "/administration/phone-memos");
export const setRule = (days: number) => call<Answer<"get_phone_memo_rule">>("PUT", "/administration/phone-memos", { body: { days } });

interface Wanted {
  done?: boolean;
  from?: string;
  to?: string;
  limit?: number;
}

export const memos = (box: Box, wanted: Wanted, cursor: string | null) => call<Answer<"list_phone_memos">>("GET", `/me/phone-memos${query({ box, ...wanted, cursor })}`);
