import { keep, read, readFrom, remove, write } from "../../platform/database.ts";
import type { Id } from "../../platform/ids.ts";
import type { Kept } from "../../platform/papers.ts";
import { ownName } from "../../platform/place.ts";
import { createStore } from "../../platform/store.ts";
import type { Margin, Meeting, Opened, Waiting } from "./model.ts";

/** News of meetings: whoever shows one, or its list, puts them in. */
export const newsStore = createStore<readonly Meeting[]>([]);

/** A meeting is new or changed. */
export function hear(meeting: Meeting): void {
  newsStore.update((news) => {
    const held = news.find(({ id }) => id === meeting.id);
    return held && held.tick > meeting.tick ? news : [...news.filter(({ id }) => id !== meeting.id), meeting].slice(-50);
  });
}

/** Which files of meetings lie on this device, as far as it was tried. */
export const keptStore = createStore<Readonly<Record<Id, Kept>>>({});
export const noteKept = (file: Id, kept: Kept) => keptStore.update((all) => (all[file] === kept ? all : { ...all, [file]: kept }));

/** Whoever was here is gone: what they were told is not the next person's. */
export function forget(): void {
  newsStore.set([]);
  keptStore.set({});
}

/** Something that was written in a margin may be on this device alone. */
export const LEFT = "margins-left";

const keyOf = ({ author, margin }: Waiting) => `margin:${author}:${margin.id}`;

/** Keeps what was written in a margin until the server has it. It goes with everything else of this person when they sign out. */
export async function keepMargin(waiting: Waiting): Promise<void> {
  localStorage.setItem(ownName(LEFT), "1");
  // A browser that keeps nothing sends all the same.
  await keep("cache", keyOf(waiting), waiting).catch(() => undefined);
}
export const dropMargin = (waiting: Waiting) => remove("cache", keyOf(waiting));

/** A margin note as this device keeps it now, if the server does not have it. */
export const waitingMargin = async (waiting: Waiting) => ((await read("cache", keyOf(waiting))) as Waiting | undefined) ?? null;

/** What somebody, or anybody of this account, wrote in margins and could not send. */
export const waitingMargins = async (author: Id | null) => (await readFrom("cache", author === null ? "margin:" : `margin:${author}:`)) as Waiting[];

const marginsKey = (meeting: Id) => `margins:${meeting}`;

/** Keeps what somebody wrote in the margins of a meeting, to be read where there is no line. */
export const keepMargins = (meeting: Id, author: Id, margins: readonly Margin[]) => write("cache", marginsKey(meeting), { author, margins });

/** What of it this device has; null when that is somebody else's. */
export async function readMargins(meeting: Id, author: Id): Promise<Margin[] | null> {
  const kept = (await read("cache", marginsKey(meeting))) as { author: Id; margins: Margin[] } | undefined;
  return kept?.author === author ? kept.margins : null;
}

interface KeptMeeting {
  opened: Opened;
  at: number;
}

const meetingKey = (meeting: Id) => `meeting:${meeting}`;
const MEETINGS_KEPT = 20;

/** A meeting that was opened on this device, to be read where there is no line. */
export const readMeeting = async (meeting: Id) => ((await read("cache", meetingKey(meeting))) as KeptMeeting | undefined)?.opened ?? null;
export const dropMeeting = (meeting: Id) => Promise.all([remove("cache", meetingKey(meeting)), remove("cache", marginsKey(meeting))]);

/** Keeps a meeting; those that were kept long ago go. */
export async function keepMeeting(opened: Opened): Promise<void> {
  if (!(await write("cache", meetingKey(opened.meeting.id), { opened, at: Date.now() } satisfies KeptMeeting))) return;
  const kept = (await readFrom("cache", "meeting:")) as KeptMeeting[];
  const old = kept.sort((one, other) => other.at - one.at).slice(MEETINGS_KEPT);
  await Promise.all(old.map(({ opened: { meeting } }) => dropMeeting(meeting.id)));
}
