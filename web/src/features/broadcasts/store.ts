import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";
import type { Summary } from "./model.ts";

/** What waits for me, as the server last told; nothing before it was asked. */
export const summaryStore = createStore<Summary | null>(null);

/** How often something was heard of broadcasts, and of which last: whoever shows them asks anew. */
export const newsStore = createStore<{ count: number; id: Id | null }>({ count: 0, id: null });

/** Something was heard of one, or of one that is not named. */
export function hear(id: Id | null): void {
  newsStore.update(({ count }) => ({ count: count + 1, id }));
}

/** Which list stands beside the page. */
export type Tab = "received" | "sent" | "waiting";
export const tabStore = createStore<Tab>("received");

/** At which step whoever writes a draft is: it is written on under its own address once it is kept. */
export const stepStore = createStore<{ id: Id; step: 0 | 1 | 2 } | null>(null);

/** Where one is read. */
export const pageOf = (id: Id) => `/broadcasts/${id}`;
/** Where a draft is written. */
export const editorOf = (id: Id) => `/broadcasts/${id}/edit`;
/** Where it is seen who has read it. */
export const receiptsOf = (id: Id) => `/broadcasts/${id}/receipts`;
