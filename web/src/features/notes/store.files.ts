import type { Id } from "../../platform/ids.ts";
import { ears, LEFT_HERE } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";
import { withFiles, type Known, type NoteFile } from "./model.files.ts";

/** A file on its way to a note. */
export interface Coming {
  id: Id;
  name: string;
  size: number;
  sent: number;
  /** `waiting` goes on by itself once there is a line; `checking`: the server looks for viruses in it. */
  state: "sending" | "waiting" | "checking" | "refused";
  code: string | null;
}

/** The files of notes, as far as they were listed; a note that was not asked for has no entry. */
export const filesStore = createStore<Known>({});
/** What is on its way, by note. */
export const comingStore = createStore<Readonly<Record<Id, readonly Coming[]>>>({});

export const NONE_COMING: readonly Coming[] = [];

export const hearFiles = (note: Id, files: readonly NoteFile[]) => filesStore.update((known) => withFiles(known, note, files));

/** Changes what is on its way to a note. */
export const putComing = (note: Id, change: (coming: readonly Coming[]) => readonly Coming[]) => comingStore.update((all) => ({ ...all, [note]: change(all[note] ?? NONE_COMING) }));

// Whoever was here is gone: what they read and brought is not the next person's.
ears.set(`${LEFT_HERE}/note-files`, () => {
  filesStore.set({});
  comingStore.set({});
});
