import { useCalm } from "../../../platform/calm.ts";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

/** Counts the news of questions, a moment after they came: a list asks anew with each. */
export const useNews = (): number => useCalm(useStore(newsStore, (news) => news));
