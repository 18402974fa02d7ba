import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { allPages } from "../../platform/load.ts";
import { connectionName, ears, LEFT_HERE, say } from "../../platform/live.ts";
import { ownName } from "../../platform/place.ts";
import { tell } from "../../platform/refusals.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { bytesOf, lettersOf, type Comment, type Note, type Opened } from "./model.ts";
import { forgetNotes, hear, hearComments, left, LEFT, shelfOf } from "./store.ts";
import type { Told, Way } from "./sync.ts";
import { t } from "./text.ts";
import type { Said } from "./ui/editor/hands.ts";

/** What the line tells of a page that is open. */
interface Written extends Omit<Told, "update"> {
  note_id: Id;
  author_id: Id;
  name: string;
  writers: number[];
  update: string | null;
  lost: Id[];
}

/** Whoever has a page open. */
export interface Listener {
  written(told: Told, by: { person: Id; name: string; writers: readonly number[] }, lost: readonly Id[]): void;
  hand(said: Said): void;
}

const listeners = new Map<Id, Listener>();

ears.set("note", ({ p }: { p: Written }) => {
  const { note_id, seq, update, author_id, name, writers, lost } = p;
  listeners.get(note_id)?.written({ seq, update: update === null ? null : bytesOf(update) }, { person: author_id, name, writers }, lost);
});
ears.set("hand", ({ table, ...said }: Said & { table: Id }) => listeners.get(table)?.hand(said));
ears.set("notes.changed", ({ note }: { note: Note }) => hear(note));

ears.set(LEFT_HERE, forgetNotes);
ears.set("comment", ({ p: { comment: said } }: { p: { comment: Comment } }) => hearComments(said.note_id, [said]));

/** Fetches what is said beside a page. */
export async function loadComments(note: Id): Promise<void> {
  for await (const page of allPages((cursor) => api.comments(note, cursor))) hearComments(note, page);
}

/** Tells why something was refused: of a number in a title or a comment nobody is asked, as of one in a message. */
export async function tellWhy(error: unknown): Promise<void> {
  if (error instanceof Problem && error.code.startsWith("chat.personal_number")) toast(t.numberInWords, "error");
  else await tell(error);
}

async function said(note: Id, act: Promise<Comment>): Promise<boolean> {
  try {
    hearComments(note, [await act]);
    return true;
  } catch (error) {
    await tellWhy(error);
    return false;
  }
}

export const comment = (note: Id, body: Parameters<typeof api.comment>[1]) => said(note, api.comment(note, body));
export const settle = (note: Id, id: Id, settled: boolean) => said(note, api.settleComment(note, id, settled));
export const withdrawComment = (note: Id, id: Id) => said(note, api.withdrawComment(note, id));

/** Hears what is told of a page until it is closed, which the others are told. */
export function listen(note: Id, listener: Listener): () => void {
  listeners.set(note, listener);
  return () => {
    listeners.delete(note);
    say({ t: "hand", table: note, state: null });
  };
}

let sendingLeft = false;

/** Sends what earlier visits wrote and could not send, for notes that are not open; what the server refuses waits until its note is opened. */
export async function sendLeft(): Promise<void> {
  if (sendingLeft) return;
  sendingLeft = true;
  try {
    const all = await left();
    if (all.length === 0) localStorage.removeItem(ownName(LEFT));
    const stuck = new Set<Id>();
    for (const { note, ...waiting } of all) {
      if (listeners.has(note) || stuck.has(note)) continue;
      try {
        await api.send(note, waiting.id, waiting.update, waiting.seen);
        await shelfOf(note).remove(waiting.id);
      } catch (error) {
        if (!(error instanceof Problem) || error.passing) return;
        stuck.add(note);
      }
    }
  } finally {
    sendingLeft = false;
  }
}

/** How much was written on pages that the server does not have. */
export const countLeft = async () => (await left()).length;

/** Tells the others where this caret stands. */
export const sayHand = (note: Id, state: string) => say({ t: "hand", table: note, state });

/** The way of a page to the server; `opened` is given all that came with it. */
export function wayOf(note: Id, opened: (answer: Opened) => void): Way {
  // What somebody wrote does not go out in the name of who comes after them in this window.
  const author = sender();
  return {
    async open(known) {
      const answer = await api.open(note, connectionName(), lettersOf(known));
      opened(answer);
      return { seq: answer.seq, update: bytesOf(answer.update), state: bytesOf(answer.state) };
    },
    async send({ id, update, seen }) {
      if (sender() !== author) throw new Problem("unauthenticated", 401);
      return api.send(note, id, update, seen);
    },
  };
}

/** In whose name is sent what goes out now. */
const sender = () => `${sessionStore.get()?.person.id} ${operatorId()}`;

/** Does something with a note and shows what came of it; nothing when it was refused, which is said. */
async function done(act: Promise<Note>): Promise<Note | null> {
  try {
    const note = await act;
    hear(note);
    return note;
  } catch (error) {
    await tellWhy(error);
    return null;
  }
}

// Without the version in hand: every word that somebody writes on the page makes another, and of two titles the last stands.
export const edit = (note: Note, body: Parameters<typeof api.edit>[2]) => done(api.edit(note.id, null, body));

/** Takes a note back; for a while the message offers to put it back. */
export async function withdraw(note: Note): Promise<boolean> {
  const gone = await done(api.withdraw(note.id));
  if (!gone) return false;
  const putBack = () => {
    void done(api.putBack(note.id)).then((back) => back && toast(t.putBack));
  };
  toast(t.withdrawn, "done", { label: t.undoAct, run: putBack });
  return true;
}

/** Lets a note say again what it said; whether anything changed. */
export async function restore(note: Id, seq: number): Promise<void> {
  try {
    const { seq: made } = await api.restore(note, newId(), seq);
    toast(made === null || made === undefined ? t.restoredNothing : t.restored);
  } catch (error) {
    await tell(error);
  }
}
