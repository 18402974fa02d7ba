import { ears } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";

/** Counts how often floors changed: what shows them asks for them anew. */
export const floorNews = createStore(0);

ears.set("directory.floors_changed", () => floorNews.update((count) => count + 1));
