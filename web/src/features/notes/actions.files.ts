import { announce } from "../../platform/announce.ts";
import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { lineStore } from "../../platform/live.ts";
import { allPages } from "../../platform/load.ts";
import * as api from "./api.files.ts";
import type { NoteFile } from "./model.files.ts";
import { comingStore, filesStore, hearFiles, putComing, type Coming } from "./store.files.ts";
import { t } from "./text.files.ts";

const FIRST_PIECE = 256 << 10;
const LARGEST_PIECE = 16 << 20;
// A piece that takes longer than this is halved, so that little is sent twice when the line breaks.
const SLOW_MS = 4_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Refusals that asking anew where the file stands resolves. */
const ASK_AGAIN = ["files.quarantined", "files.wrong_offset", "files.overtaken", "body_incomplete"];

const asking = new Map<Id, Promise<void>>();

/** Fetches which files a note has; several who ask at once are answered by one. */
export function loadFiles(note: Id): Promise<void> {
  const under = asking.get(note);
  if (under) return under;
  const asked = (async () => {
    const found: NoteFile[] = [];
    for await (const page of allPages((cursor) => api.list(note, cursor))) found.push(...page);
    hearFiles(note, found);
  })().finally(() => asking.delete(note));
  asking.set(note, asked);
  return asked;
}

// What a page names and the list has not was brought a moment ago, or is not of this note.
const LOOK_FOR_IT_AFTER_MS = [0, 3_000, 15_000];
const looked = new Map<string, number>();

/** Looks for a file that a page names and that is not known: a few times, and then no more. */
export function lookFor(note: Id, file: Id): void {
  const key = `${note} ${file}`;
  const times = looked.get(key) ?? 0;
  const wait = LOOK_FOR_IT_AFTER_MS[times];
  if (wait === undefined || filesStore.get()[note]?.[file]) return;
  looked.set(key, times + 1);
  setTimeout(() => {
    void loadFiles(note)
      .catch(() => undefined)
      .finally(() => lookFor(note, file));
  }, wait);
}

/** Brings along what stands in a page that was pasted from another note; where that cannot be, the page says that it has no such file. */
export async function bringAlong(note: Id, file: Id, from: Id): Promise<void> {
  if (filesStore.get()[note]?.[file]) return;
  const given = await api.take(note, file, from).catch(() => null);
  if (given) hearFiles(note, [given]);
}

const stops = new Map<Id, AbortController>();
/** Goes on at once with what waits. */
const nudges = new Map<Id, () => void>();

const change = (note: Id, id: Id, part: Partial<Coming>) => putComing(note, (all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
const drop = (note: Id, id: Id) => putComing(note, (all) => all.filter((one) => one.id !== id));

/** Lets go of a file on its way. */
export function cancel(note: Id, id: Id): void {
  stops.get(id)?.abort();
  nudges.delete(id);
  drop(note, id);
  api.forget(id);
}

/** Tries again what was refused or waits. */
export const again = (id: Id) => nudges.get(id)?.();

/** Lets go of all that is on its way to a note: its page is closed. */
export function cancelAll(note: Id): void {
  for (const { id } of comingStore.get()[note] ?? []) cancel(note, id);
}

// Whoever signs out leaves an empty store: nothing of theirs goes on under the next person's name.
comingStore.subscribe(() => {
  const there = new Set(Object.values(comingStore.get()).flatMap((coming) => coming.map(({ id }) => id)));
  for (const [id, stop] of stops) if (!there.has(id)) stop.abort();
});

/** Resolves after a while, once there is a line again, or when somebody asks for it. */
function untilWorthATry(id: Id, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      quiet();
      nudges.delete(id);
      resolve();
    };
    const timer = setTimeout(done, ms);
    const quiet = lineStore.subscribe(() => lineStore.get() === "live" && done());
    addEventListener("online", done);
    nudges.set(id, done);
    signal.addEventListener("abort", done);
  });
}

/** Sends what is missing of a file, once. */
async function pour(note: Id, id: Id, file: File, signal: AbortSignal): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    // A folder, or a file that was moved, is only found out by reading.
    throw new Problem("files.unreadable", 400);
  }
  const there = await api.begin(id, file, signal);
  let at = there.received;
  let size = FIRST_PIECE;
  change(note, id, { sent: at, state: "sending", code: null });
  while (there.state !== "whole" && at < file.size) {
    const piece = file.slice(at, at + size, "application/offset+octet-stream");
    const began = performance.now();
    await api.sendPiece(id, at, piece, signal);
    at += piece.size;
    change(note, id, { sent: at });
    size = performance.now() - began > SLOW_MS ? Math.max(FIRST_PIECE, size / 2) : Math.min(LARGEST_PIECE, size * 2);
  }
  const end = await api.stands(id, signal);
  if (end.state !== "whole") throw new Problem(end.state === "quarantined" ? "files.quarantined" : "files.wrong_offset", 409);
}

/** Brings a file to a note, however often the line breaks; nothing when somebody lets go of it. */
async function bringOne(note: Id, id: Id, file: File): Promise<NoteFile | "refused" | null> {
  const stop = new AbortController();
  stops.set(id, stop);
  let wait = FIRST_WAIT_MS;
  let isWhole = false;
  try {
    while (!stop.signal.aborted) {
      try {
        if (!isWhole) await pour(note, id, file, stop.signal);
        isWhole = true;
        const given = await api.take(note, id, null);
        if (stop.signal.aborted) return null;
        hearFiles(note, [given]);
        return given;
      } catch (error) {
        if (stop.signal.aborted) return null;
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        const passes = problem.passing || ASK_AGAIN.includes(problem.code);
        change(note, id, { state: !passes ? "refused" : problem.code === "files.quarantined" ? "checking" : "waiting", code: problem.code });
        if (!passes) {
          announce(t.refusedOf(file.name));
          return "refused";
        }
        await untilWorthATry(id, Math.max(wait, (problem.retryAfter ?? 0) * 1_000), stop.signal);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
        if (!stop.signal.aborted) change(note, id, { state: "sending", code: null });
      }
    }
    return null;
  } finally {
    stops.delete(id);
    nudges.delete(id);
  }
}

/**
 * Brings files to a note, one after the other; each is placed as soon as it has come, in the order in which they were chosen. What is refused
 * holds up no other, and is placed when it comes after all.
 */
export async function bringFiles(note: Id, files: readonly File[], place: (file: NoteFile) => void): Promise<void> {
  const all = files.map((file) => ({ id: newId(), file }));
  putComing(note, (coming) => [...coming, ...all.map(({ id, file }): Coming => ({ id, name: file.name, size: file.size, sent: 0, state: "sending", code: null }))]);
  const one = async (id: Id, file: File): Promise<void> => {
    // Let go of before it was its turn.
    if (!comingStore.get()[note]?.some((other) => other.id === id)) return;
    const given = await bringOne(note, id, file);
    if (given === "refused") {
      nudges.set(id, () => {
        nudges.delete(id);
        change(note, id, { state: "sending", code: null });
        void one(id, file);
      });
      return;
    }
    drop(note, id);
    if (!given) return;
    place(given);
    announce(t.placed(given.name));
  };
  for (const { id, file } of all) await one(id, file);
}
