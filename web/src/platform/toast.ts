import { announce } from "./announce.ts";
import { createStore } from "./store.ts";

export interface Toast {
  id: number;
  text: string;
  kind: "done" | "error";
  action: { label: string; run: () => void } | null;
}

const SHOWN_MS = 6000;
// With something to press, people need longer to decide.
export const SHOWN_WITH_ACTION_MS = 12_000;

export const toastStore = createStore<readonly Toast[]>([]);
let next = 1;

export function dismissToast(id: number): void {
  toastStore.update((all) => all.filter((toast) => toast.id !== id));
}

/** Tells what happened, for a moment. */
export function toast(text: string, kind: Toast["kind"] = "done", action: Toast["action"] = null): void {
  const id = next++;
  toastStore.update((all) => [...all.slice(-2), { id, text, kind, action }]);
  announce(text);
  setTimeout(() => dismissToast(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}
