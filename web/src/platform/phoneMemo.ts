import type { Id } from "./ids.ts";
import { sessionStore } from "./session.ts";
import { createStore } from "./store.ts";

/** For whom a phone memo is being written; "" while nobody is chosen, null while none is written. The shell draws the form over whatever is on screen. */
export const memoStore = createStore<Id | null>(null);

/** Opens the form, from anywhere. Guests write none, nor does who is on leave. */
export function writeMemo(person: Id = ""): void {
  const me = sessionStore.get();
  if (me && !me.person.guest && !me.leave) memoStore.update((open) => open ?? person);
}
