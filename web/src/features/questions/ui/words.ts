import { dayOf, shortText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "questions.claimed": () => t.problem_claimed,
  "questions.answered": () => t.problem_answered,
  "questions.not_words": () => t.problem_not_words,
  "questions.not_yours": () => t.problem_not_yours,
  "questions.not_the_owner": () => t.problem_owner,
  "questions.not_answering": () => t.problem_answering,
  "questions.unanswered": () => t.problem_unanswered,
  "questions.full": () => t.problem_full,
  "questions.agreed": () => t.problem_agreed,
  "questions.nothing_proposed": () => t.problem_nothing,
  "questions.nobody_owns": () => t.problem_nobody_owns,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
  stale: () => t.problem_stale,
};

/** What to tell of a refusal, with what is known of questions. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of what was refused. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? codeText(found.code) : null;
}

const HOUR = 60;

/** So many minutes in words. */
export const spanText = (minutes: number) => (minutes < HOUR ? t.minutes(minutes) : t.hours(Math.floor(minutes / HOUR), minutes % HOUR));

/** Until when somebody holds a question: the last day, as it is until its end. */
export function untilText(until: string, now: number = Date.now()): string {
  const last = Date.parse(until) - 1;
  return dayOf(last) === dayOf(now) ? t.today : shortText(last, now);
}

/** A month, as 2026-11, in words. */
export const monthText = (month: string) => t.monthOf(Number(month.slice(0, 4)), Number(month.slice(5)));
