import type { Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";
import type { BroadcastFile, Coming } from "./model.files.ts";

/** What is on its way to a draft, and what has come and the draft does not name yet. */
export interface Bringing {
  coming: readonly Coming[];
  came: readonly BroadcastFile[];
}

/** What is brought, by draft. */
export const bringingStore = createStore<Readonly<Record<Id, Bringing>>>({});

export const NOTHING: Bringing = { coming: [], came: [] };

/** Changes what is brought to a draft. */
export const putBringing = (draft: Id, change: (now: Bringing) => Bringing) => bringingStore.update((all) => ({ ...all, [draft]: change(all[draft] ?? NOTHING) }));

// Whoever was here is gone: what they brought is not the next person's.
ears.set(`${LEFT_HERE}/broadcast-files`, () => bringingStore.set({}));
