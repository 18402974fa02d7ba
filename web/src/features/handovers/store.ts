import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";

/** How often something was heard of handovers: whoever shows them asks anew. */
export const countStore = createStore(0);

/** Of which something was heard last. */
export const newsStore = createStore<{ id: Id; count: number }>({ id: "", count: 0 });

/** Something was heard of a handover. */
export function hear(id: Id): void {
  countStore.update((count) => count + 1);
  newsStore.set({ id, count: countStore.get() });
}

/** Where somebody reads or writes one. */
export const pageOf = (id: Id) => `/settings/handovers/${id}`;
