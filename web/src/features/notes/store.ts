import { keep, keepFrom, read, readFrom, remove, write } from "../../platform/database.ts";
import type { Id } from "../../platform/ids.ts";
import { ownName } from "../../platform/place.ts";
import { createStore } from "../../platform/store.ts";
import { withComment, type Comment, type Note } from "./model.ts";
import type { Held, Shelf, Waiting } from "./sync.ts";

/** A room's notes as far as they were listed, and news of notes since. */
export const newsStore = createStore<readonly Note[]>([]);

/** A note is new or changed: whoever shows it or its list puts it in. */
export function hear(note: Note): void {
  newsStore.update((news) => [...news.filter(({ id }) => id !== note.id), note].slice(-50));
}

/** What is said beside pages that were opened, by note. */
export const commentsStore = createStore<Readonly<Record<Id, readonly Comment[]>>>({});

/** Whoever was here is gone: what they were told of notes is not the next person's. */
export function forgetNotes(): void {
  newsStore.set([]);
  commentsStore.set({});
  localStorage.removeItem(ownName(LEFT));
}

/** Something is said beside a page, or is no longer what it was. */
export function hearComments(note: Id, comments: readonly Comment[]): void {
  commentsStore.update((known) => ({ ...known, [note]: comments.reduce(withComment, known[note] ?? []) }));
}

interface KeptPage {
  kind: "page";
  note: Id;
  state: Uint8Array;
  seq: number;
  /** The numbers with which this device wrote on it. */
  mine?: readonly number[];
  at: number;
}

interface KeptUpdate extends Waiting {
  kind: "update";
  note: Id;
}

/** What is known around a page, so that it can be written on without a line as well. */
export interface KeptAbout {
  note: Note;
  mayWrite: boolean;
}

const aboutKey = (note: Id) => `about:${note}`;

export const keepAbout = (id: Id, about: KeptAbout) => write("cache", aboutKey(id), about);
export const readAbout = async (id: Id) => ((await read("cache", aboutKey(id))) as KeptAbout | undefined) ?? null;

/** Set while something waits here that the server does not have: the next start sends it, whatever page is open. */
export const LEFT = "notes-left";

/** What visits left behind, in the order in which it was written. */
export async function left(): Promise<(Waiting & { note: Id })[]> {
  const kept = (await readFrom("cache", "note:")) as (KeptPage | KeptUpdate)[];
  return kept.filter((entry) => entry.kind === "update").sort((one, other) => one.id.localeCompare(other.id));
}

const pageKey = (note: Id) => `note:${note}`;
const updateKey = (note: Id, id: Id) => `note:${note}:${id}`;
const PAGES_KEPT = 40;

/** Keeps the page of a note on this device. What waits for the server stands with what waits of the talk, and goes with it when somebody signs out. */
export function shelfOf(note: Id): Shelf {
  return {
    async load(): Promise<Held | null> {
      void forgetOldest();
      const kept = (await readFrom("cache", pageKey(note))) as (KeptPage | KeptUpdate)[];
      const page = kept.find((entry) => entry.kind === "page");
      const waiting = kept.filter((entry) => entry.kind === "update").sort((one, other) => one.id.localeCompare(other.id));
      if (!page && waiting.length === 0) return null;
      return { state: page?.state ?? new Uint8Array([0, 0]), seq: page?.seq ?? 0, mine: page?.mine ?? [], waiting: waiting.map(({ id, update, seen }) => ({ id, update, seen })) };
    },
    async keep(state, seq, mine) {
      // Another window of this device writes with a number of its own.
      const all = (old: unknown) => [...new Set([...((old as KeptPage | undefined)?.mine ?? []), ...mine])];
      await keepFrom("cache", pageKey(note), (old) => ({ kind: "page", note, state, seq, mine: all(old), at: Date.now() }) satisfies KeptPage);
    },
    async add(waiting) {
      localStorage.setItem(ownName(LEFT), "1");
      await keep("cache", updateKey(note, waiting.id), { kind: "update", note, ...waiting } satisfies KeptUpdate);
    },
    async remove(id) {
      await remove("cache", updateKey(note, id));
    },
    drop: () => forgetPage(note),
    async clear() {
      const kept = (await readFrom("cache", pageKey(note))) as (KeptPage | KeptUpdate)[];
      await Promise.all([forgetPage(note), ...kept.map((entry) => entry.kind === "update" && remove("cache", updateKey(note, entry.id)))]);
    },
  };
}

async function forgetPage(note: Id): Promise<void> {
  await Promise.all([remove("cache", pageKey(note)), remove("cache", aboutKey(note))]);
}

/** Pages that were not looked at for long go; what waits for the server stays. */
async function forgetOldest(): Promise<void> {
  const pages = ((await readFrom("cache", "note:")) as (KeptPage | KeptUpdate)[]).filter((entry) => entry.kind === "page");
  const old = pages.sort((one, other) => other.at - one.at).slice(PAGES_KEPT);
  await Promise.all(old.map(({ note }) => forgetPage(note)));
}

/** A page as another feature shows it, kept to be read where there is no line. */
interface KeptPaper {
  note: Id;
  upto: number;
  doc: unknown;
  at: number;
}

const paperKey = (note: Id) => `paper:${note}`;
const PAPERS_KEPT = 120;

export const readPaper = async (note: Id) => ((await read("cache", paperKey(note))) as KeptPaper | undefined) ?? null;
export const dropPaper = (note: Id) => remove("cache", paperKey(note));

/** Keeps a page; those that were kept long ago go. */
export async function keepPaper(note: Id, upto: number, doc: unknown): Promise<void> {
  if (!(await write("cache", paperKey(note), { note, upto, doc, at: Date.now() } satisfies KeptPaper))) return;
  const kept = (await readFrom("cache", "paper:")) as KeptPaper[];
  const old = kept.sort((one, other) => other.at - one.at).slice(PAPERS_KEPT);
  await Promise.all(old.map((paper) => dropPaper(paper.note)));
}
