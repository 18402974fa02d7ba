import { dayOf, dayText, soonText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { isOverdue, lastOf, type Act, type Addressee, type Check, type Done, type Kind, type Line, type Slip } from "../model.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "slips.not_yours": () => t.problem_yours,
  "slips.not_the_asker": () => t.problem_asker,
  "slips.not_your_check": () => t.problem_not_your_check,
  "slips.not_now": () => t.problem_now,
  id_taken: () => t.problem_taken,
  stale: () => t.problem_stale,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
};

const FAULTS: Record<string, () => string> = {
  "to unknown": () => t.problem_to,
  "to missing": () => t.problem_to,
  "to nobody_there": () => t.problem_nobody,
  "checks nobody_there": () => t.problem_check,
  "checks missing": () => t.problem_missing,
  "checks unknown": () => t.problem_missing,
  "turn unknown": () => t.problem_turn,
  "sender missing": () => t.problem_missing,
  "subject missing": () => t.problem_missing,
  "place missing": () => t.problem_missing,
  "words missing": () => t.problem_missing,
  "pieces unknown": () => t.problem_pieces,
  "due unknown": () => t.problem_count,
  "due too_far": () => t.problem_far,
};

/** What to tell of a refusal, with what is known of slips. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of a refused slip. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? (FAULTS[`${field} ${found.code}`]?.() ?? codeText(found.code)) : null;
}

type People = Readonly<Record<Id, PersonBrief>>;

const nameOf = (id: Id, people: People) => people[id]?.name ?? "…";

/** What those are called for whom a line is. */
export const addresseeName = (line: Pick<Line, "name"> & { to: Addressee }, people: People) => (line.to.kind === "person" ? nameOf(line.to.person_id, people) : (line.name ?? t.section));

/** Who did something; by a shared account, who was using it. */
export const doerName = ({ by, operator }: Done, people: People) => (operator ? `${nameOf(by, people)} (${nameOf(operator, people)})` : nameOf(by, people));

/** A day without its year, where that is this one's. */
function nearDay(day: string, now: number = Date.now()): string {
  const text = dayText(day);
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? text.replace(/^[^年]*年/, "") : text;
}

/** The due day of a slip, in words. */
export function dueText(slip: Slip): string {
  if (!slip.due_on) return "";
  const day = nearDay(slip.due_on);
  if (slip.kind === "council") return `${day} ${t.turnOf(slip.turn)}`;
  return isOverdue(slip) ? t.overdueOn(day) : t.dueOn(day);
}

/** What something that was done is called; with the draft of a council answer some things are called otherwise. */
export function historyOf(kind: Kind, act: Act): string {
  if (kind === "council" && act === "answer") return t.history_draft;
  return kind === "council" && act === "put_back" ? t.history_unapprove : t[`history_${act}`];
}

/** That something was done. */
export function didText(kind: Kind, act: Act): string {
  if (kind === "council" && act === "answer") return t.did_draft;
  return kind === "council" && act === "put_back" ? t.did_unapprove : t[`did_${act}`];
}

/** What somebody may do, on its button. */
export function actText(kind: Kind, act: Act, again: boolean): string {
  if (kind === "council" && act === "put_back") return t.unapprove;
  if (act !== "answer") return t[act];
  return kind === "council" ? (again ? t.draftAgain : t.draft) : again ? t.answerAgain : t.answer;
}

/** Who did what last with a line, and when. */
export function lastText(kind: Kind, line: Line, people: People): string {
  const last = lastOf(line);
  return last ? `${historyOf(kind, last.act)} ${doerName(last, people)} ${soonText(last.at)}` : "";
}

/** Whose a check is. */
export const checkerName = ({ person_id: person, name }: Check, people: People) => (person ? nameOf(person, people) : (name ?? ""));

/** What a slip is called. */
export const titleOf = (slip: Slip) => (slip.kind === "parcel" ? t.parcelTitle(slip.sender, slip.pieces) : slip.subject);

/** Who asks. */
export const askerText = (slip: Slip, people: People) => t.asked(slip.asking ?? "", nameOf(slip.maker_id, people));
