import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Desk, Entry, FaqWriting, NewAnswer, Private, Question, State, Wording } from "./model.ts";

/** A message, for where it stands. */
export const message = (id: Id) => call<Pick<Wire["Message"], "room_id" | "thread_id" | "seq">>("GET", `/messages/${id}`);
export const mark = (message: Id) => call<Question>("PUT", `/messages/${message}/question`, { body: {} });
export const unmark = (message: Id) => call<void>("DELETE", `/messages/${message}/question`);
export const ofRoom = (room: Id, state: State, cursor: string | null, limit: number | null = null) => call<Page<Question>>("GET", `/rooms/${room}/questions${query({ state, cursor, limit })}`);
/** The room, for how it is called. */
export const room = (id: Id) => call<Pick<Wire["Room"], "name">>("GET", `/rooms/${id}`);
/** What some messages of a room are among its questions, at most 100. */
export const marks = (room: Id, messages: readonly Id[]) => call<Answer<"list_question_marks">>("GET", `/rooms/${room}/question-marks${query({ messages: messages.join() })}`);
export const nameResponders = (room: Id, people: readonly Id[]) => call<Desk>("PUT", `/rooms/${room}/question-responders`, { body: { people } });
export const desk = (room: Id) => call<Desk>("GET", `/rooms/${room}/question-desk`);
export const times = (room: Id) => call<Answer<"list_question_times">>("GET", `/rooms/${room}/question-times`);
export const question = (id: Id) => call<Question>("GET", `/questions/${id}`);
export const claim = (id: Id) => call<Question>("PUT", `/questions/${id}/claim`, { body: {} });
export const letGo = (id: Id) => call<Question>("DELETE", `/questions/${id}/claim`);
export const answer = (id: Id, body: NewAnswer) => call<Question>("PUT", `/questions/${id}/answer`, { body });
export const reopen = (id: Id) => call<Question>("DELETE", `/questions/${id}/answer`);

export const faq = (room: Id) => call<Answer<"get_faq">>("GET", `/rooms/${room}/faq`);
export const writeEntry = (room: Id, entry: Id, body: FaqWriting) => call<Entry>("PUT", `/rooms/${room}/faq/${entry}`, { body });
export const removeEntry = (room: Id, entry: Id) => call<void>("DELETE", `/rooms/${room}/faq/${entry}`);
export const moveEntry = (room: Id, entry: Id, after: Id | null) => call<Answer<"move_faq_entry">>("PUT", `/rooms/${room}/faq/${entry}/place`, { body: { after } });

const at = (id: Id) => `/private-questions/${id}`;
export const ask = (room: Id, body: { id: Id; words: string; operator_id: Id | null }) => call<Private>("POST", `/rooms/${room}/private-questions`, { body });
export const privateOfRoom = (room: Id, cursor: string | null) => call<Page<Private>>("GET", `/rooms/${room}/private-questions${query({ cursor })}`);
/** To what that was asked privately one is called. */
export const calls = () => call<Answer<"list_private_question_calls">>("GET", "/me/private-question-calls");
/** One has looked at it. */
export const hear = (id: Id) => call<void>("DELETE", `${at(id)}/call`);
export const privateOne = (id: Id) => call<Private>("GET", at(id));
export const takeBack = (id: Id) => call<void>("DELETE", at(id));
export const claimPrivate = (id: Id) => call<Private>("PUT", `${at(id)}/claim`, { body: {} });
export const letGoPrivate = (id: Id) => call<Private>("DELETE", `${at(id)}/claim`);
export const answerPrivate = (id: Id, words: string, step: number) => call<Private>("PUT", `${at(id)}/answer`, { body: { words, step } });
export const propose = (id: Id, body: Wording & { entry_id: Id; step: number }) => call<Private>("PUT", `${at(id)}/proposal`, { body });
export const consent = (id: Id, agrees: boolean, step: number) => call<Private>("PUT", `${at(id)}/consent`, { body: { agrees, step } });
