import { createStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import type { History } from "./history.ts";

/** Drawings that were neither sent nor thrown away, by what they are drawn on. */
export const keptStore = createStore<Readonly<Record<string, History>>>({});

export const keep = (on: string, history: History) => keptStore.update((all) => ({ ...all, [on]: history }));

export function letGo(on: string): void {
  if (!(on in keptStore.get())) return;
  keptStore.update((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== on)));
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();
keptStore.subscribe(() => {
  // A page that is closed or loaded anew loses them: the browser asks before.
  if (Object.keys(keptStore.get()).length > 0) addEventListener("beforeunload", ask);
  else removeEventListener("beforeunload", ask);
});

let whose = chatStore.get().me;
chatStore.subscribe(() => {
  const { me } = chatStore.get();
  // Whoever signs out leaves nothing to the next person.
  if (me !== whose) keptStore.set({});
  whose = me;
});
