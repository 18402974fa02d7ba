import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE, say } from "../../platform/live.ts";
import { papers } from "../../platform/papers.ts";
import { tell } from "../../platform/refusals.ts";
import * as api from "./api.ts";
import type { Meeting, Opened, Shown } from "./model.ts";
import { dropMargin, dropMeeting, forget, hear, keepMargin, keepMeeting, readMeeting, waitingMargins, type Waiting } from "./store.ts";
import { t } from "./text.ts";

const listeners = new Map<Id, (shown: Shown) => void>();

ears.set("meeting", ({ p }: { p: Shown }) => listeners.get(p.meeting_id)?.(p));
ears.set("meetings.changed", ({ meeting }: { meeting: Meeting }) => hear(meeting));
ears.set(`${LEFT_HERE}/meetings`, forget);

/** Hears where everybody is until the meeting is closed, which the server is told. */
export function listen(meeting: Id, listener: (shown: Shown) => void): () => void {
  listeners.set(meeting, listener);
  return () => {
    listeners.delete(meeting);
    say({ t: "hand", table: meeting, state: null });
  };
}

/** Does something with a meeting and shows what came of it; null when it was refused, which is said. */
export async function done(act: Promise<Meeting>): Promise<Meeting | null> {
  try {
    const meeting = await act;
    hear(meeting);
    return meeting;
  } catch (error) {
    await tell(error);
    return null;
  }
}

/** The same with who presents. */
export async function presented(act: Promise<Shown>): Promise<Shown | null> {
  try {
    return await act;
  } catch (error) {
    await tell(error);
    return null;
  }
}

/** Begins minutes from the template for meetings and links them; the note, or null when it was refused. */
export async function beginMinutes(meeting: Meeting): Promise<Id | null> {
  try {
    const note = await api.beginNote(meeting.room_id, { id: newId(), title: t.minutesOf(meeting.title), template: "meeting", tell: null });
    return (await done(api.linkMinutes(meeting.id, note.id))) ? note.id : null;
  } catch (error) {
    await tell(error);
    return null;
  }
}

/** Whether what was written in a margin is with the server. What it will never take is told and let go. */
async function sendMargin(waiting: Waiting): Promise<boolean> {
  try {
    await api.writeMargin(waiting.meeting, waiting, waiting.words, waiting.beside);
  } catch (error) {
    if (!(error instanceof Problem) || error.passing) return false;
    await tell(error);
  }
  await dropMargin(waiting);
  return true;
}

/** Keeps what was written in a margin on this device, then sends it; whether the server has it. */
export async function writeMargin(waiting: Waiting): Promise<boolean> {
  await keepMargin(waiting);
  return sendMargin(waiting);
}

/** Sends what earlier visits wrote in the margins of a meeting and could not send; whether nothing is left. */
export async function sendMargins(meeting: Id): Promise<boolean> {
  let all = true;
  for (const waiting of await waitingMargins(meeting)) all = (await sendMargin(waiting)) && all;
  return all;
}

/** Has the notes of a meeting on this device, one after another, before somebody turns to them. */
async function prepare({ materials }: Opened): Promise<void> {
  for (const { note_id, upto, is_gone } of materials) if (note_id && !is_gone) await papers.note?.prepare(note_id, upto).catch(() => undefined);
}

/** Opens a meeting; without a line as it was when it was opened on this device last. */
export async function open(id: Id, connection: string | null): Promise<Opened> {
  try {
    const opened = await api.open(id, connection);
    void keepMeeting(opened).catch(() => undefined);
    void prepare(opened);
    return opened;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Taken back, or not this person's to read any more.
    if (error.status === 404) await dropMeeting(id).catch(() => undefined);
    const kept = error.status === 0 ? await readMeeting(id).catch(() => null) : null;
    if (!kept) throw error;
    // Nobody turns a page for whoever has no line.
    return { ...kept, seated: true, shown: { ...kept.shown, presenter: null, turn: 0 } };
  }
}
