import type { Id } from "../../platform/ids.ts";
import { sessionStore } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import type { Task } from "./model.ts";

/** Tasks that were looked at, of one person. */
interface Held {
  me: Id | null;
  tasks: Readonly<Record<Id, Task>>;
  /** Those that are no more for this person. */
  gone: ReadonlySet<Id>;
}

const EMPTY: Held = { me: null, tasks: {}, gone: new Set() };

export const taskStore = createStore<Held>(EMPTY);

/** Counts how often something was heard that may belong in a list: whoever shows one asks anew. */
export const newsStore = createStore(0);

/** What is held is of whoever is signed in. */
function own(held: Held): Held {
  const me = sessionStore.get()?.person.id ?? null;
  return held.me === me ? held : { ...EMPTY, me };
}

export function put(...tasks: readonly Task[]): void {
  taskStore.update((held) => {
    const mine = own(held);
    const newer = tasks.filter((task) => (mine.tasks[task.id]?.at ?? 0) <= task.at);
    return newer.length === 0 ? mine : { ...mine, tasks: { ...mine.tasks, ...Object.fromEntries(newer.map((task) => [task.id, task])) } };
  });
}

export function lose(id: Id): void {
  taskStore.update((held) => ({ ...own(held), gone: new Set([...held.gone, id]) }));
}

export function heldTask(id: Id): Task | null {
  return own(taskStore.get()).tasks[id] ?? null;
}

/** A listed task as it is held, which may be newer than the list. */
export const asHeld = (task: Task): Task => {
  const held = heldTask(task.id);
  return held && held.at >= task.at ? held : task;
};
