import { keep, readFrom, remove } from "../../platform/database.ts";
import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";
import type { Meeting, Spot } from "./model.ts";

/** News of meetings: whoever shows one, or its list, puts them in. */
export const newsStore = createStore<readonly Meeting[]>([]);

/** A meeting is new or changed. */
export function hear(meeting: Meeting): void {
  newsStore.update((news) => {
    const held = news.find(({ id }) => id === meeting.id);
    return held && held.tick > meeting.tick ? news : [...news.filter(({ id }) => id !== meeting.id), meeting].slice(-50);
  });
}

/** Whoever was here is gone: what they were told is not the next person's. */
export const forget = () => newsStore.set([]);

/** A margin note that the server does not have yet. It goes with everything else of this person when they sign out. */
export interface Waiting extends Spot {
  meeting: Id;
  words: string;
  beside: string;
}

const keyOf = ({ meeting, material, page }: Omit<Waiting, "words" | "beside">) => `margin:${meeting}:${material}:${page}`;

export const keepMargin = (waiting: Waiting) => keep("cache", keyOf(waiting), waiting);
export const dropMargin = (waiting: Waiting) => remove("cache", keyOf(waiting));

/** What was written in the margins of a meeting and could not be sent. */
export const waitingMargins = async (meeting: Id) => (await readFrom("cache", `margin:${meeting}:`)) as Waiting[];
