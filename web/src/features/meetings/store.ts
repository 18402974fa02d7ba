import { keep, read, readFrom, remove, write } from "../../platform/database.ts";
import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";
import type { Meeting, Opened, Spot } from "./model.ts";

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

// A browser that keeps nothing sends all the same.
export const keepMargin = (waiting: Waiting) => keep("cache", keyOf(waiting), waiting).catch(() => undefined);
export const dropMargin = (waiting: Waiting) => remove("cache", keyOf(waiting));

/** What was written in the margins of a meeting and could not be sent. */
export const waitingMargins = async (meeting: Id) => (await readFrom("cache", `margin:${meeting}:`)) as Waiting[];

interface KeptMeeting {
  opened: Opened;
  at: number;
}

const meetingKey = (meeting: Id) => `meeting:${meeting}`;
const MEETINGS_KEPT = 20;

/** A meeting that was opened on this device, to be read where there is no line. */
export const readMeeting = async (meeting: Id) => ((await read("cache", meetingKey(meeting))) as KeptMeeting | undefined)?.opened ?? null;
export const dropMeeting = (meeting: Id) => remove("cache", meetingKey(meeting));

/** Keeps a meeting; those that were kept long ago go. */
export async function keepMeeting(opened: Opened): Promise<void> {
  if (!(await write("cache", meetingKey(opened.meeting.id), { opened, at: Date.now() } satisfies KeptMeeting))) return;
  const kept = (await readFrom("cache", "meeting:")) as KeptMeeting[];
  const old = kept.sort((one, other) => other.at - one.at).slice(MEETINGS_KEPT);
  await Promise.all(old.map(({ opened: { meeting } }) => dropMeeting(meeting.id)));
}
