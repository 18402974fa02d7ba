import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { lineStore, type LiveEvent } from "../../platform/live.ts";
import { notifyOutside } from "../../platform/notifications.ts";
import { offDutyUntil } from "../../platform/people.ts";
import { navigate } from "../../platform/router.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { waitingTasksStore } from "../../platform/waiting.ts";
import * as api from "./api.ts";
import { dayOf } from "../../platform/dates.ts";
import { doesOwnPart, renewed, type Facts, type State, type Task } from "./model.ts";
import { heldTask, lose, news, put, taskStore } from "./store.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** Those on screen, and how often. */
const shown = new Map<Id, number>();
const planned = new Map<Id, ReturnType<typeof setTimeout>>();

// Everybody who looks hears of a change in the same moment and would ask in the same one.
const SOON_MS = 3_000;

/** Asks for a task. */
export async function load(id: Id): Promise<void> {
  try {
    put(await api.task(id));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) lose(id);
    else throw error;
  }
}

function planLoad(id: Id): void {
  if (!shown.has(id) || planned.has(id)) return;
  const run = () => {
    planned.delete(id);
    if (shown.has(id)) load(id).catch(() => undefined);
  };
  planned.set(id, setTimeout(run, SOON_MS * (0.1 + 0.9 * Math.random())));
}

/** A task comes on screen: it is asked for, and again whenever the line was lost meanwhile. Gives what to do when it goes. */
export function watch(id: Id, failed: (error: unknown) => void): () => void {
  shown.set(id, (shown.get(id) ?? 0) + 1);
  const ask = () => {
    load(id).catch(failed);
  };
  ask();
  let line = lineStore.get();
  const stop = lineStore.subscribe(() => {
    const before = line;
    line = lineStore.get();
    if (line === "live" && before !== "live") ask();
  });
  return () => {
    stop();
    const left = (shown.get(id) ?? 1) - 1;
    if (left > 0) shown.set(id, left);
    else shown.delete(id);
  };
}

// Of one act several things are heard: it is asked once for all of them. Whoever else heard asks at another moment.
const COUNT_MS = 1_000;
const COUNT_SPREAD_MS = 3_000;
let counting: ReturnType<typeof setTimeout> | null = null;

const me = () => sessionStore.get()?.person.id ?? null;

/** Asks how much waits for me. */
export async function askCounts(): Promise<void> {
  const asked = me();
  try {
    const counts = await api.counts();
    if (me() === asked) waitingTasksStore.set(counts);
  } catch {
    // It is asked again with the next thing that is heard, or at the next start.
  }
}

function countSoon(spread: number): void {
  if (sessionStore.get()?.person.guest) return;
  counting ??= setTimeout(() => {
    counting = null;
    void askCounts();
  }, COUNT_MS + spread * Math.random());
}

function isMine(facts: Facts): boolean {
  const before = heldTask(facts.id);
  return before?.mine === true || facts.parts.some((part) => part.holder.kind === "person" && part.holder.person_id === me());
}

function changed(facts: Facts): void {
  const held = heldTask(facts.id);
  const mine = isMine(facts);
  news(facts.room_id, mine || facts.maker_id === me());
  if (mine) countSoon(COUNT_SPREAD_MS);
  if (!held) return;
  const { task, sure } = renewed(held, facts, me() ?? "");
  put(task);
  if (!sure) planLoad(facts.id);
}

/** What the line tells of tasks. */
export function heard(event: LiveEvent): void {
  if (event.kind === "tasks.changed") return changed((event.p as Wire["TaskChanged"]).task);
  // Everybody in the room hears that one went; whose it was is told besides.
  if (event.kind === "tasks.gone") {
    const { task_id: id, room_id: room } = event.p as Wire["TaskGone"];
    news(room, heldTask(id)?.maker_id === me());
    return lose(id);
  }
  countSoon(COUNT_SPREAD_MS);
  if (event.kind === "tasks.moved") {
    news(null, true);
    return planLoad((event.p as Wire["TasksMoved"]).task_id);
  }
  const calls = event.p as Wire["TaskCalls"];
  news(calls.room_id, true);
  if (event.kind === "tasks.assigned") tell(t.assigned, calls);
  // Who was away hears on another day that it was due: their list says so.
  else if (event.kind === "tasks.due" && calls.due_on === dayOf(Date.now())) tell(t.dueToday, calls);
}

/** Where one's own tasks are. */
export const OWN = "/tasks";

function tell(words: (title: string) => string, { title, room_id: room }: Wire["TaskCalls"]): void {
  const me = sessionStore.get();
  // Whoever is on leave or off duty is left in peace, unless they chose otherwise.
  if (!me || (me.leave && !me.settings.ring_on_leave) || (offDutyUntil(me.person) && !me.settings.ring_off_duty)) return;
  // Guests have no list of their own.
  const goal = me.person.guest ? `/rooms/${room}` : OWN;
  toast(words(title.slice(0, 60)), "done", { label: t.show, run: () => navigate(goal) });
  if (me.settings.notify !== "none") void notifyOutside(words(""), title.slice(0, 200), goal, room);
}

/** What is under way with each task: who presses twice means the second, and the server is to hear them in that order. */
const underWay = new Map<Id, Promise<unknown>>();

function inTurn(id: Id, work: () => Promise<Task>): Promise<Task> {
  const turn = (underWay.get(id) ?? Promise.resolve()).then(work, work);
  underWay.set(id, turn);
  const done = () => underWay.get(id) === turn && underWay.delete(id);
  turn.then(done, done);
  return turn;
}

async function attempt(task: Task, ahead: Partial<Task>, work: () => Promise<Task>): Promise<Task | null> {
  // It shows at once; what the server says replaces it, or what was there before comes back.
  const shownAhead = { ...task, ...ahead };
  put(shownAhead);
  try {
    const now = await inTurn(task.id, work);
    put(now);
    news(task.room_id, true);
    countSoon(0);
    return now;
  } catch (error) {
    // Unless something newer was heard meanwhile.
    if (heldTask(task.id) === shownAhead) taskStore.update((held) => ({ ...held, tasks: { ...held.tasks, [task.id]: task } }));
    toast(problem(error), "error");
    if (error instanceof Problem && error.status < 500) load(task.id).catch(() => undefined);
    return null;
  }
}

/** Says that one's own part is done, or is not; where the task is nobody's, the whole. */
export async function doPart(task: Task, done: boolean): Promise<void> {
  const ahead = task.parts.length === 0 && !task.repeats ? { state: done ? ("done" as const) : ("doing" as const) } : { my_part_done: done };
  const now = await attempt(task, ahead, () => api.doPart(task.id, done, task.round, operatorId()));
  if (!now || !done) return;
  // What came round again is open for its next day, and is not taken back with a press.
  if (now.round > task.round) toast(t.nextRound);
  else toast(now.state === "done" ? t.doneNow : t.partDone, "done", { label: t.undo, run: () => void doPart(now, false) });
}

/** Says how far a task is. Who looks after it means the whole; everybody else their own part. */
export async function move(task: Task, state: State): Promise<void> {
  if (task.state === state) return;
  if (state === "done" && !task.may_manage && doesOwnPart(task)) return doPart(task, true);
  const now = await attempt(task, task.repeats ? {} : { state }, () => api.move(task.id, state, task.round, operatorId()));
  if (!now) return;
  if (now.round > task.round) toast(t.nextRound);
  else toast(t.movedTo(t[state]), "done", { label: t.undo, run: () => void attempt(now, { state: task.state }, () => api.move(now.id, task.state, now.round, operatorId())) });
}
