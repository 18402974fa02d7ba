import { Problem } from "../../../../platform/http.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { lineStore } from "../../../../platform/live.ts";
import * as api from "../../api.files.ts";
import { NO_FILES, bringingStore, putFiles, type Bringing } from "../../store.files.ts";
import { remember } from "../annotate/chosen.ts";

/** Files of one message at most. */
export const MOST_FILES = 20;

const FIRST_PIECE = 256 << 10;
const LARGEST_PIECE = 16 << 20;
// A piece that takes longer than this is halved, so that little is sent twice when the line breaks.
const SLOW_MS = 4000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** Refusals that asking anew where the file stands resolves. */
const ASK_AGAIN = ["files.quarantined", "files.wrong_offset", "files.overtaken", "body_incomplete"];

interface Content {
  file: File;
  /** The server may know of it. */
  begun: boolean;
}

const contents = new Map<Id, Content>();
const running = new Map<Id, AbortController>();

const change = (key: Id, id: Id, part: Partial<Bringing>) => putFiles(key, (files) => files.map((file) => (file.id === id ? { ...file, ...part } : file)));

/**
 * Sends what the store says is to be sent, and nothing else. Whoever signs out leaves an empty store, so nothing of theirs goes on under
 * the next person's name.
 */
function heed(): void {
  const there = new Set<Id>();
  const wanted = new Map<Id, Id>();
  for (const [key, files] of Object.entries(bringingStore.get())) {
    for (const { id, state } of files) {
      there.add(id);
      if (state === "sending" || state === "waiting") wanted.set(id, key);
    }
  }
  for (const [id, stop] of running) if (!wanted.has(id)) stop.abort();
  for (const id of contents.keys()) if (!there.has(id)) contents.delete(id);
  for (const [id, key] of wanted) if (!running.has(id)) void run(key, id);
}

/** Takes files for the message that is being written and begins to send them; how many there was no place for. */
export function bring(key: Id, files: readonly File[]): number {
  const held = (bringingStore.get()[key] ?? NO_FILES).length;
  const taken = files.slice(0, Math.max(0, MOST_FILES - held));
  const added = taken.map(begun);
  putFiles(key, (now) => [...now, ...added]);
  return files.length - taken.length;
}

function begun(file: File): Bringing {
  const id = newId();
  contents.set(id, { file, begun: false });
  remember(id, file);
  return { id, name: file.name, size: file.size, sent: 0, state: "sending", code: null, placeRemoved: false };
}

/** Sends another file in the place of one; under which id, unless that one has gone. */
export function replace(key: Id, id: Id, file: File): Id | null {
  if (!bringingStore.get()[key]?.some((one) => one.id === id)) return null;
  const next = begun(file);
  putFiles(key, (files) => files.map((one) => (one.id === id ? next : one)));
  api.forgetFile(id);
  return next.id;
}

export const pause = (key: Id, id: Id) => change(key, id, { state: "paused" });
export const resume = (key: Id, id: Id) => change(key, id, { state: "sending", code: null });

export function remove(key: Id, id: Id): void {
  putFiles(key, (files) => files.filter((file) => file.id !== id));
  api.forgetFile(id);
}

/** Resolves after a while, when the network returns, or when it is no use any more; for whoever is signed out, once they are in again. */
function untilWorthATry(ms: number, signedOut: boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      stop();
      resolve();
    };
    const timer = signedOut ? undefined : setTimeout(done, ms);
    const stop = lineStore.subscribe(() => lineStore.get() === "live" && done());
    if (!signedOut) addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

async function run(key: Id, id: Id): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  let wait = FIRST_WAIT_MS;
  try {
    while (!stop.signal.aborted) {
      try {
        const { size, place_removed } = await pour(key, id, stop.signal, () => (wait = FIRST_WAIT_MS));
        contents.delete(id);
        return change(key, id, { state: "whole", sent: size, code: null, placeRemoved: place_removed });
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        if (!problem.passing && !ASK_AGAIN.includes(problem.code)) return change(key, id, { state: "refused", code: problem.code });
        change(key, id, { state: "waiting", code: problem.code });
        await untilWorthATry(Math.max(wait, (problem.retryAfter ?? 0) * 1000), problem.status === 401, stop.signal);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
        if (!stop.signal.aborted) change(key, id, { state: "sending" });
      }
    }
  } finally {
    running.delete(id);
    // Somebody resumed it before it had stopped.
    heed();
  }
}

/** A folder, or a file that was moved, is only found out by reading; sending it would fail without a word, again and again. */
async function check(bytes: Blob): Promise<void> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem("files.unreadable", 400);
  }
}

/** Where a file stands at the server; nothing when it knows of none. */
async function standing(id: Id, signal: AbortSignal): Promise<api.Upload | null> {
  try {
    return await api.fileStands(id, signal);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

async function begin(id: Id, content: Content, signal: AbortSignal) {
  await check(content.file);
  content.begun = true;
  return api.beginFile(id, content.file.name, content.file.size, signal);
}

/** Sends what is missing of a file; what the server says of it when it has all. */
async function pour(key: Id, id: Id, signal: AbortSignal, moved: () => void): Promise<api.Upload> {
  const content = contents.get(id);
  const known = content && !content.begun ? null : await standing(id, signal);
  if (known?.state === "whole") return known;
  if (!content) throw new Problem("files.gone", 404);
  const there = known ?? (await begin(id, content, signal));
  if (there.state === "whole") return there;
  const { file } = content;
  let at = there.received;
  change(key, id, { sent: at });
  let size = FIRST_PIECE;
  while (at < file.size) {
    const piece = file.slice(at, at + size, "application/offset+octet-stream");
    const began = performance.now();
    await check(piece);
    await api.sendPiece(id, at, piece, signal);
    at += piece.size;
    change(key, id, { sent: at, state: "sending", code: null });
    moved();
    size = performance.now() - began > SLOW_MS ? Math.max(FIRST_PIECE, size / 2) : Math.min(LARGEST_PIECE, size * 2);
  }
  // What the server made of it, it says when it has brought it to its place.
  const end = await api.fileStands(id, signal);
  if (end.state !== "whole") throw new Problem(end.state === "quarantined" ? "files.quarantined" : "files.wrong_offset", 409);
  return end;
}

bringingStore.subscribe(heed);
heed();
