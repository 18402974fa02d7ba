import { createStore } from "./store.ts";

/** How many tasks wait for me, as the server last told; nothing before it was asked. What asks is the tasks' own, who shows it is not. */
export const waitingTasksStore = createStore<{ open: number; today: number; overdue: number } | null>(null);
