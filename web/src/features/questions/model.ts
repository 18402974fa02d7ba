import type { Asked, Given, Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type Question = Wire["Question"];
export type State = "open" | "answered";
export type Desk = Wire["QuestionDesk"];
export type Entry = Wire["FaqEntry"];
export type Wording = Pick<Entry, "question" | "answer">;
export type Private = Wire["PrivateQuestion"];
export type NewAnswer = Given<Asked<"answer_question">, "answer_id" | "step">;
export type FaqWriting = Given<Asked<"write_faq_entry">, "question" | "answer">;

/** Where a question is shown beside its room. */
export const placeOf = (room: Id, question: Id) => `/rooms/${room}/questions?question=${question}`;

/** Where what was asked privately is. */
export const privatePlace = (room: Id) => `/rooms/${room}/questions?tab=private`;

/** What a question and what was asked privately have in common. */
type Claimed = Pick<Question, "claimer_id" | "claimed_until" | "answered_at">;

/** Who has said that they answer, if that holds still. */
export const holderOf = ({ claimer_id: claimer, claimed_until: until, answered_at: answered }: Claimed, now: number = Date.now()): Id | null => (!answered && claimer && until && Date.parse(until) > now ? claimer : null);

/** What somebody may do with something that is asked. */
export type Act = "claim" | "let_go" | "answer" | "reopen";

/** What is offered of that, what is next first. */
export function offered(question: Claimed & Pick<Question, "asker_id" | "answerer_id">, desk: Pick<Desk, "answers" | "owns" | "may_ask">, me: Id, now: number = Date.now()): Act[] {
  if (!desk.may_ask) return [];
  if (question.answered_at) return desk.owns || question.asker_id === me || question.answerer_id === me ? ["reopen"] : [];
  const holder = holderOf(question, now);
  if (holder === me) return ["answer", "let_go"];
  if (holder) return desk.owns ? ["let_go"] : [];
  return desk.answers ? ["claim", "answer"] : [];
}

/** Behind which entry another stands once it went up or down by one; undefined where it does not go. */
export function after(order: readonly Id[], id: Id, by: -1 | 1): Id | null | undefined {
  const at = order.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= order.length) return undefined;
  const others = order.filter((one) => one !== id);
  return to === 0 ? null : others[to - 1];
}

/** Whom and what words of the talk call: a person, a unit, a room, everybody. */
export const CALLED = /<(?:(@u:|@|#)([0-7][0-9a-hjkmnp-tv-z]{12})|!everyone)>/g;

/** The people whom words of the talk call. */
export const calledIn = (words: string): Id[] => [...words.matchAll(CALLED)].flatMap(([, mark, id]) => (mark === "@" && id ? [id] : []));

/** Some entries with one of them behind another, or before all. */
export function moved<One extends { id: Id }>(entries: readonly One[], id: Id, behind: Id | null): One[] {
  const others = entries.filter((one) => one.id !== id);
  const at = behind === null ? 0 : others.findIndex((one) => one.id === behind) + 1;
  return [...others.slice(0, at), ...entries.filter((one) => one.id === id), ...others.slice(at)];
}

/** What is shown beside a room, by what its address says. */
export type Tab = State | "faq" | "private";
export const TABS: readonly Tab[] = ["open", "answered", "faq", "private"];
export const tabOf = (word: string | null): Tab => TABS.find((one) => one === word) ?? "open";

/** Where that is. */
export const pathOf = (room: Id, tab: Tab) => `/rooms/${room}/questions${tab === "open" ? "" : `?tab=${tab}`}`;
