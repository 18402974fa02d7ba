import type { Asked, Wire } from "../../platform/api/wire.ts";
import { dayOf } from "../../platform/dates.ts";
import type { Id } from "../../platform/ids.ts";

export type Task = Wire["Task"];
export type Facts = Wire["TaskFacts"];
export type State = Wire["TaskState"];
export type Part = Wire["TaskPart"];
export type Holder = Wire["TaskHolder"];
export type Closing = Wire["TaskClosing"];
export type Shift = Wire["TaskShift"];
export type Repeats = Wire["TaskRepeats"];
export type Counts = Wire["TaskCounts"];
export type NewTask = Asked<"make_task">;
export type Wish = Asked<"change_task">;

/** The columns of a board, from left to right. */
export const STATES: readonly State[] = ["open", "doing", "done"];
export const REPEATS: readonly Repeats[] = ["open_days", "weekly", "monthly", "month_ends", "yearly"];
export const SHIFTS: readonly Shift[] = ["stays", "before", "after"];
/** Hands of a task at most. */
export const MOST_PARTS = 50;

/** How near a due day is. */
export type Nearness = "overdue" | "today" | "soon" | "later" | "never";

const SOON_DAYS = 7;
const DAY_MS = 86_400_000;

/** How near the due day of a task is; what is done is near to nothing. */
export function nearness({ due_on: due, state }: Pick<Task, "due_on" | "state">, now: number = Date.now()): Nearness {
  if (!due || state === "done") return "never";
  const today = dayOf(now);
  if (due < today) return "overdue";
  if (due === today) return "today";
  return due <= dayOf(now + SOON_DAYS * DAY_MS) ? "soon" : "later";
}

export const NEARNESS: readonly Nearness[] = ["overdue", "today", "soon", "later", "never"];

/** Tasks by how near they are, empty parts left out. */
export function byNearness(tasks: readonly Task[], now: number = Date.now()): [Nearness, Task[]][] {
  return NEARNESS.map((near): [Nearness, Task[]] => [near, tasks.filter((task) => nearness(task, now) === near)]).filter(([, part]) => part.length > 0);
}

/** Whether two holders are the same. */
export function isSame(one: Holder, other: Holder): boolean {
  if (one.kind === "person") return other.kind === "person" && one.person_id === other.person_id;
  return other.kind === "post" && one.unit_id === other.unit_id && (one.title_id ?? null) === (other.title_id ?? null);
}

/** What tells a holder from others. */
export const keyOf = (holder: Holder) => (holder.kind === "person" ? holder.person_id : `${holder.unit_id} ${holder.title_id ?? ""}`);

const isMine = (part: Part, me: Id) => part.holder.kind === "person" && part.holder.person_id === me;

/**
 * A task with what is new of it, and whether that is all there is to know: who holds a post only the server knows, and what one may do with
 * what was given to somebody else.
 */
export function renewed(task: Task, facts: Facts, me: Id): { task: Task; sure: boolean } {
  if (facts.at < task.at) return { task, sure: true };
  const same = facts.parts.length === task.parts.length && facts.parts.every((part, place) => isSame(part.holder, (task.parts[place] as Part).holder));
  const mine = facts.parts.filter((part) => isMine(part, me));
  const byPost = facts.parts.some((part) => part.holder.kind === "post");
  const done = byPost ? task.my_part_done : mine.length > 0 && mine.every((part) => Boolean(part.done_at));
  return { task: { ...task, ...facts, my_part_done: done }, sure: same && !byPost };
}

/** Tasks with one of them as it is now, in the place where it stood; a new one comes last. */
export function withTask(tasks: readonly Task[], task: Task): Task[] {
  return tasks.some(({ id }) => id === task.id) ? tasks.map((one) => (one.id === task.id ? task : one)) : [...tasks, task];
}

/** Whether a press means one's own part and not the whole. */
export const doesOwnPart = (task: Pick<Task, "mine" | "parts">) => task.parts.length === 0 || task.mine;

/** How many parts are done. */
export const doneParts = (task: Pick<Task, "parts">) => task.parts.filter((part) => part.done_at).length;

/** Words as what is to be done: one line, and not more than a title has. */
export function titleOf(words: string): { title: string; note: string } {
  const lines = words.trim().split("\n");
  const first = (lines[0] ?? "").trim();
  const title = [...first].slice(0, 200).join("");
  return { title, note: title === words.trim() ? "" : words.trim().slice(0, 4000) };
}

/** What is asked of the server for a task as it is. */
export function wishOf(task: Task): Wish {
  return {
    title: task.title,
    note: task.note,
    holders: task.parts.map((part) => part.holder),
    closing: task.closing,
    due: task.meant_on ? { on: task.meant_on } : null,
    shift: task.shift,
    repeats: task.repeats ?? null,
  };
}
