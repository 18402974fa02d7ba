import { STATES, type State, type Task } from "../model.ts";

/** Tasks in their columns, from left to right. */
export const columnsOf = (tasks: readonly Task[]): Record<State, Task[]> => ({
  open: tasks.filter(({ state }) => state === "open"),
  doing: tasks.filter(({ state }) => state === "doing"),
  done: tasks.filter(({ state }) => state === "done"),
});

/** The state of the column beside another. */
export function beside(state: State, step: 1 | -1): State | null {
  return STATES[STATES.indexOf(state) + step] ?? null;
}

/** Which task the focus goes to by an arrow: up and down within a column, sideways to the one at the same height, past empty columns. */
export function neighbour(tasks: readonly Task[], id: string, key: string): string | null {
  const columns = columnsOf(tasks);
  const from = tasks.find((task) => task.id === id);
  if (!from) return null;
  const column = columns[from.state];
  const at = column.findIndex((task) => task.id === id);
  if (key === "ArrowDown" || key === "ArrowUp") return column[at + (key === "ArrowDown" ? 1 : -1)]?.id ?? null;
  if (key !== "ArrowRight" && key !== "ArrowLeft") return null;
  const step = key === "ArrowRight" ? 1 : -1;
  for (let next = beside(from.state, step); next; next = beside(next, step)) {
    const found = columns[next][Math.min(at, columns[next].length - 1)];
    if (found) return found.id;
  }
  return null;
}
