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

/** How often something was heard that may belong in a list, of mine and of each room: whoever shows one asks anew. */
interface News {
  own: number;
  rooms: Readonly<Record<Id, number>>;
}

export const newsStore = createStore<News>({ own: 0, rooms: {} });

/** Something was heard of a room's tasks, or of mine. */
export function news(room: Id | null, own: boolean): void {
  newsStore.update((heard) => ({
    own: heard.own + (own ? 1 : 0),
    rooms: room === null ? heard.rooms : { ...heard.rooms, [room]: (heard.rooms[room] ?? 0) + 1 },
  }));
}

/** The task that is being changed, as it was when that began: whatever is heard meanwhile, the words that are typed stay, and nobody's are written over. */
export const editedStore = createStore<Task | null>(null);

/** What is held is of whoever is signed in. */
function own(held: Held): Held {
  const me = sessionStore.get()?.person.id ?? null;
  return held.me === me ? held : { ...EMPTY, me };
}

export function put(...tasks: readonly Task[]): void {
  taskStore.update((held) => {
    const mine = own(held);
    const newer = tasks.filter((task) => (mine.tasks[task.id]?.at ?? 0) <= task.at);
    if (newer.length === 0) return mine;
    // What may be seen again is not gone.
    const gone = new Set([...mine.gone].filter((id) => !newer.some((task) => task.id === id)));
    return { ...mine, gone, tasks: { ...mine.tasks, ...Object.fromEntries(newer.map((task) => [task.id, task])) } };
  });
}

export function lose(id: Id): void {
  taskStore.update((held) => {
    const mine = own(held);
    return { ...mine, gone: new Set([...mine.gone, id]) };
  });
}

export function heldTask(id: Id): Task | null {
  return own(taskStore.get()).tasks[id] ?? null;
}

/** A listed task as it is held, which may be newer than the list. */
export const asHeld = (task: Task): Task => {
  const held = heldTask(task.id);
  return held && held.at >= task.at ? held : task;
};
