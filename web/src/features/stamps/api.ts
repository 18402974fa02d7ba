import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Answers, GivenAnswer, NewStamp, Order, Stamp } from "./model.ts";

export const ask = (room: Id, body: NewStamp) => call<Stamp>("POST", `/rooms/${room}/stamps`, { body });
export const stamp = (id: Id) => call<Stamp>("GET", `/stamps/${id}`);
export const answer = (id: Id, given: GivenAnswer, sending: Id, operator: Id | null) => call<Stamp>("PUT", `/stamps/${id}/answer`, { body: { ...given, sending, operator_id: operator } });
export const answerFor = (id: Id, person: Id, given: GivenAnswer, operator: Id | null) => call<Stamp>("PUT", `/stamps/${id}/answers/${person}`, { body: { ...given, operator_id: operator } satisfies Asked<"answer_stamp_for"> });
export const takeBack = (id: Id) => call<Stamp>("DELETE", `/stamps/${id}/answer`);
const PAGE = 200;

/** All answers: who is waited for comes with the first page. */
export async function answers(id: Id, order: Order): Promise<Answers> {
  const page = (cursor: string | null) => call<Answers>("GET", `/stamps/${id}/answers${query({ order, limit: PAGE, cursor })}`);
  return wholeOf(await page(null), page);
}

async function wholeOf(first: Answers, page: (cursor: string) => Promise<Answers>): Promise<Answers> {
  const all = { ...first };
  while (all.next) {
    const more = await page(all.next);
    all.answers = [...all.answers, ...more.answers];
    all.texts = [...all.texts, ...more.texts];
    all.next = more.next;
  }
  return all;
}

export const close = (id: Id) => call<Stamp>("POST", `/stamps/${id}/close`);
export const reopen = (id: Id, deadline: string | null) => call<Stamp>("POST", `/stamps/${id}/reopen`, { body: { deadline } });
export const setDeadline = (id: Id, deadline: string | null) => call<Stamp>("PUT", `/stamps/${id}/deadline`, { body: { deadline } });
export const decide = (id: Id, body: Asked<"decide_stamp">) => call<Stamp>("POST", `/stamps/${id}/decision`, { body });
export const remind = (id: Id) => call<Answer<"remind_stamp">>("POST", `/stamps/${id}/reminder`);

export async function inspected(inspection: Id, id: Id, order: Order): Promise<Answer<"get_inspected_stamp">> {
  const page = (cursor: string | null) => call<Answer<"get_inspected_stamp">>("GET", `/inspections/${inspection}/stamps/${id}${query({ order, limit: PAGE, cursor })}`);
  const { stamp: found, answers: first } = await page(null);
  return { stamp: found, answers: await wholeOf(first, async (cursor) => (await page(cursor)).answers) };
}
