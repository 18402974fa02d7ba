import type { Answer } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Box, Counts, Memo, NewMemo, Outlook } from "./model.ts";

export const create = (body: NewMemo) => call<Memo>("POST", "/phone-memos", { body });
export const memo = (id: Id) => call<Memo>("GET", `/phone-memos/${id}`);
export const see = (id: Id) => call<Memo>("PUT", `/phone-memos/${id}/seen`);
export const handle = (id: Id, on: boolean) => call<Memo>(on ? "PUT" : "DELETE", `/phone-memos/${id}/handler`);
export const finish = (id: Id, on: boolean) => call<Memo>(on ? "PUT" : "DELETE", `/phone-memos/${id}/done`);
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
