import { useCalm } from "../../../platform/calm.ts";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

/** Counts the news of a room's tasks, or of my own, a moment after they came: a list of tasks asks anew with each. */
export const useNews = (room: Id | null): number => useCalm(useStore(newsStore, (news) => (room === null ? news.own : (news.rooms[room] ?? 0))));
