import { dayOf, dayText, soonText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { nearness, type Part, type Task } from "../model.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "tasks.not_the_maker": () => t.problem_maker,
  "tasks.not_yours": () => t.problem_yours,
  "tasks.each_their_own": () => t.problem_own,
  id_taken: () => t.problem_taken,
  stale: () => t.problem_stale,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
};

const FAULTS: Record<string, () => string> = {
  "holders unknown": () => t.problem_holders,
  "repeats needs_due": () => t.problem_due,
  "due too_far": () => t.problem_far,
  "due unknown": () => t.problem_count,
};

/** What to tell of a refusal, with what is known of tasks. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of a refused task. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? (FAULTS[`${field} ${found.code}`]?.() ?? codeText(found.code)) : null;
}

type People = Readonly<Record<Id, PersonBrief>>;

/** What a part is called: a person, or a post. */
export const partName = ({ holder, name }: Part, people: People) => (holder.kind === "person" ? (people[holder.person_id]?.name ?? "…") : (name ?? t.post));

/** A day without its year, where that is this one's. */
export function nearDay(day: string, now: number = Date.now()): string {
  const text = dayText(day);
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? text.replace(/^[^年]*年/, "") : text;
}

/** The due day of a task, in words. */
export function dueText(task: Task): string {
  if (!task.due_on) return "";
  const day = nearDay(task.due_on);
  return nearness(task) === "overdue" ? t.overdueOn(day) : t.dueOn(day);
}

/** Who did it and when; of what comes round again, the last time. */
export function doneText(task: Task, people: People): string {
  const name = (id: Id) => people[id]?.name ?? "…";
  // By a shared account, who was using it did it.
  const who = (by: Id, operator: Id | null | undefined) => (operator ? `${name(by)} (${name(operator)})` : name(by));
  if (task.done_by && task.done_at) return t.doneBy(who(task.done_by, task.done_operator), soonText(task.done_at));
  const last = task.last_round;
  return last ? t.lastDone(who(last.done_by, last.done_operator), soonText(last.done_at)) : "";
}

/** Everybody who is named in a task. */
export function namedIn(task: Task): Id[] {
  const holders = task.parts.flatMap(({ holder, done_by }) => [holder.kind === "person" ? holder.person_id : null, done_by ?? null]);
  const did = [task.done_by, task.done_operator, task.last_round?.done_by, task.last_round?.done_operator];
  return [task.maker_id, ...did.map((id) => id ?? null), ...holders].filter((id): id is Id => id !== null);
}

/** The place that a task was made from, when that is not above its message. */
export function sourcePlace({ source }: Pick<Task, "source">): string | null {
  if (!source) return null;
  return source.kind === "note" ? `/rooms/${source.room_id}/notes/${source.id}` : `/rooms/${source.room_id}/threads/${source.id}`;
}
