import type { Asked, Given, Wire } from "../../platform/api/wire.ts";

export type Memo = Wire["PhoneMemo"];
export type Progress = Wire["PhoneMemoProgress"];
export type Outlook = Wire["PhoneMemoOutlook"];
export type Counts = Wire["PhoneMemoCounts"];
export type Matter = Memo["matter"];
export type Box = "mine" | "section" | "written";
export type NewMemo = Given<Asked<"create_phone_memo">, "id" | "person_id" | "matter">;

export const MATTERS: readonly Matter[] = ["call_back", "calls_again", "message_only", "visit"];
export const BOXES: readonly Box[] = ["mine", "section", "written"];

/** How far a memo is: 未読, 既読, 対応済. */
export type State = "unread" | "seen" | "done";

export function stateOf(memo: Pick<Memo, "seen" | "done">): State {
  return memo.done ? "done" : memo.seen ? "seen" : "unread";
}

/** A memo with what is new of it; what is older than what is held changes nothing. */
export function renewed(memo: Memo, news: Progress): Memo {
  if (news.tick < memo.tick) return memo;
  const cleared = news.cleared_at ? { caller: "", company: "", number: "", words: "" } : {};
  return { ...memo, ...news, ...cleared };
}

/** Whether somebody wants to be called by now. */
export const isLate = (memo: Pick<Memo, "done" | "call_back_by">, now: number) => !memo.done && Boolean(memo.call_back_by) && Date.parse(memo.call_back_by ?? "") < now;

const FADES_MS = 14 * 86_400_000;

/** Whether nobody has done it and who called will soon be forgotten all the same. */
export const isFading = (memo: Pick<Memo, "done" | "cleared_at" | "kept_until">, now: number) => !memo.done && !memo.cleared_at && Date.parse(memo.kept_until) - now < FADES_MS;

/** 観音寺商事 山田, as they are called. */
export const callerOf = (memo: Pick<Memo, "company" | "caller">) => [memo.company, memo.caller].filter(Boolean).join(" ");

const DAY_MS = 86_400_000;

/** The span of a day in the office's zone. */
export function spanOf(day: string): { from: string; to: string } {
  const start = Date.parse(`${day}T00:00:00+09:00`);
  return { from: new Date(start).toISOString(), to: new Date(start + DAY_MS).toISOString() };
}

const ZONE_MS = 9 * 3_600_000;

/** A moment as a form has it, in the office's zone. */
export const fieldOf = (moment: number) => new Date(moment + ZONE_MS).toISOString().slice(0, 16);

/** A moment of a form in the office's zone, as the server has it; null for none. */
export const momentOf = (field: string) => (field ? new Date(`${field}:00+09:00`).toISOString() : null);
