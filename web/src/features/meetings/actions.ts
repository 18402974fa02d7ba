import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE, say } from "../../platform/live.ts";
import { papers } from "../../platform/papers.ts";
import { ownName } from "../../platform/place.ts";
import { tell } from "../../platform/refusals.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import * as api from "./api.ts";
import { fileOf, toView, withMargin, type Margin, type Meeting, type Opened, type Shown, type Waiting } from "./model.ts";
import { dropMargin, dropMeeting, forget, hear, keepMargin, keepMargins, keepMeeting, LEFT, noteKept, readMargins, readMeeting, waitingMargin, waitingMargins } from "./store.ts";
import { createPost, type Sent } from "./sync.ts";
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

/** Whose margin notes are written here now: of a shared account those of who is using it. */
const author = (): Id => operatorId() ?? sessionStore.get()?.person.id ?? "";

/** Margin notes whose refusal was told. */
const told = new Set<Id>();

async function sendMargin(waiting: Waiting): Promise<Sent> {
  // What somebody wrote does not go out in the name of who comes after them in this window.
  if (waiting.author !== author()) return "waiting";
  try {
    await api.writeMargin(waiting.margin, waiting.author);
    told.delete(waiting.margin.id);
    return "saved";
  } catch (error) {
    if (!(error instanceof Problem) || error.passing || error.code === "chat.other_operator") return "waiting";
    if (!told.has(waiting.margin.id)) await tell(error);
    told.add(waiting.margin.id);
    // It stays on this device, where its author reads it, copies it or throws it away.
    return "refused";
  }
}

const post = createPost(sendMargin, dropMargin);

/** Sends what was written in a margin and keeps it on this device until the server has it. */
export async function writeMargin(margin: Margin): Promise<Sent> {
  const waiting = { author: author(), margin };
  const end = post.write(waiting);
  await keepMargin(waiting);
  return end;
}

/** Sends what earlier visits wrote in margins and could not send. */
export async function sendMargins(): Promise<void> {
  for (const waiting of await waitingMargins(author())) {
    // It may have gone, or been changed, while those before it were sent.
    const now = await waitingMargin(waiting);
    if (now) await post.again(now);
  }
  if ((await countMargins()) === 0) localStorage.removeItem(ownName(LEFT));
}

/** How many margin notes are on this device alone, whoever of the account wrote them. */
export const countMargins = async () => (await waitingMargins(null)).length;

/** One's own that are on this device alone, after it was tried to send them. */
export async function marginsHere(): Promise<Waiting[]> {
  await sendMargins();
  return waitingMargins(author());
}

/** One's own margin notes of a meeting, as this device has them where the server cannot be asked. */
export async function marginsOfMeeting(meeting: Id): Promise<Margin[]> {
  const own = author();
  await sendMargins().catch(() => undefined);
  let all: readonly Margin[];
  try {
    all = await api.margins(meeting);
    void keepMargins(meeting, own, all);
  } catch (error) {
    if (!(error instanceof Problem) || !error.passing) throw error;
    all = (await readMargins(meeting, own).catch(() => null)) ?? [];
  }
  const waiting = await waitingMargins(own).catch(() => []);
  return waiting.filter(({ margin }) => margin.meeting_id === meeting).reduce<Margin[]>((list, { margin }) => withMargin(list, margin), [...all]);
}

/** One material after another is fetched within so long. */
const PREPARE_MS = 4_000;
/** Meetings whose materials are being fetched: whose line comes back opens it anew. */
const preparing = new Set<Id>();

/** Has the materials of a meeting on this device, one after another, before somebody turns to them. */
async function prepare({ meeting, materials }: Opened): Promise<void> {
  if (preparing.has(meeting.id)) return;
  preparing.add(meeting.id);
  for (const material of materials) {
    if (material.is_gone) continue;
    // All at a table open it in the same moment, and each page has to be put together for them.
    await new Promise((passed) => setTimeout(passed, Math.random() * PREPARE_MS));
    if (material.note_id) {
      await papers.note?.prepare(material.note_id, material.upto).catch(() => undefined);
      continue;
    }
    const file = toView(meeting.room_id, material);
    if (!file || !papers.file?.isDrawn(file)) continue;
    noteKept(file.id, await papers.file.prepare(file).catch(() => "failed" as const));
  }
  preparing.delete(meeting.id);
}

/** Leaves nothing of a meeting on this device that nobody here may read any more. */
async function dropAll(id: Id): Promise<void> {
  const kept = await readMeeting(id);
  for (const material of kept?.materials ?? []) {
    const file = fileOf(material);
    if (file) await papers.file?.drop(file.file_id);
  }
  await dropMeeting(id);
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
    if (error.status === 404) await dropAll(id).catch(() => undefined);
    const kept = error.status === 0 ? await readMeeting(id).catch(() => null) : null;
    if (!kept) throw error;
    // Nobody turns a page for whoever has no line.
    return { ...kept, seated: true, shown: { ...kept.shown, presenter: null, turn: 0 } };
  }
}
