import { createStore } from "../../../../platform/store.ts";

/** Counts how often the searches that I keep were changed on this page, so that what shows them asks again. */
export const savedNews = createStore(0);
