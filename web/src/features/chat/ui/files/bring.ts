import { Problem } from "../../../../platform/http.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import * as api from "../../api.ts";
import { NO_FILES, bringingStore, putFiles, type Bringing } from "../../store.files.ts";

/** Files of one message at most. */
export const MOST_FILES = 20;

const FIRST_PIECE = 256 << 10;
const LARGEST_PIECE = 16 << 20;
// A piece that takes longer than this is halved, so that little is sent twice when the line breaks.
const SLOW_MS = 4000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** Refusals that asking anew where the file stands resolves. */
const ASK_AGAIN = ["files.wrong_offset", "files.overtaken", "body_incomplete"];

const contents = new Map<Id, File>();
const running = new Map<Id, AbortController>();

const change = (key: Id, id: Id, part: Partial<Bringing>) => putFiles(key, (files) => files.map((file) => (file.id === id ? { ...file, ...part } : file)));

/** Takes files for the message that is being written and begins to send them; how many there was no place for. */
export function bring(key: Id, files: readonly File[]): number {
  const held = (bringingStore.get()[key] ?? NO_FILES).length;
  const taken = files.slice(0, Math.max(0, MOST_FILES - held));
  const added = taken.map((file): Bringing => {
    const id = newId();
    contents.set(id, file);
    return { id, name: file.name, size: file.size, sent: 0, state: "sending", code: null };
  });
  putFiles(key, (now) => [...now, ...added]);
  for (const { id } of added) void run(key, id);
  return files.length - taken.length;
}

export function pause(key: Id, id: Id): void {
  change(key, id, { state: "paused" });
  running.get(id)?.abort();
}

export function resume(key: Id, id: Id): void {
  change(key, id, { state: "sending", code: null });
  void run(key, id);
}

export function remove(key: Id, id: Id): void {
  putFiles(key, (files) => files.filter((file) => file.id !== id));
  running.get(id)?.abort();
  contents.delete(id);
  // What the server does not hear of it lets go by itself.
  api.forgetFile(id).catch(() => undefined);
}

/** Resolves after a while, when the network returns, or when it is no use any more. */
function untilWorthATry(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

async function run(key: Id, id: Id): Promise<void> {
  const file = contents.get(id);
  if (!file || running.has(id)) return;
  const stop = new AbortController();
  running.set(id, stop);
  let wait = FIRST_WAIT_MS;
  try {
    while (!stop.signal.aborted) {
      try {
        await pour(key, id, file, stop.signal, () => (wait = FIRST_WAIT_MS));
        contents.delete(id);
        return change(key, id, { state: "whole", sent: file.size });
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        if (!problem.passing && !ASK_AGAIN.includes(problem.code)) return change(key, id, { state: "refused", code: problem.code });
        change(key, id, { state: "waiting", code: null });
        await untilWorthATry(wait, stop.signal);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
        if (!stop.signal.aborted) change(key, id, { state: "sending" });
      }
    }
  } finally {
    running.delete(id);
    // Somebody resumed it before it had stopped.
    if ((bringingStore.get()[key] ?? NO_FILES).some((one) => one.id === id && one.state === "sending")) void run(key, id);
  }
}

async function pour(key: Id, id: Id, file: File, signal: AbortSignal, moved: () => void): Promise<void> {
  await api.beginFile(id, file.name, file.size, signal);
  let at = (await api.fileStands(id, signal)).received;
  change(key, id, { sent: at });
  let size = FIRST_PIECE;
  while (at < file.size) {
    const piece = file.slice(at, at + size, "application/offset+octet-stream");
    const began = performance.now();
    await api.sendPiece(id, at, piece, signal);
    at += piece.size;
    change(key, id, { sent: at, state: "sending" });
    moved();
    size = performance.now() - began > SLOW_MS ? Math.max(FIRST_PIECE, size / 2) : Math.min(LARGEST_PIECE, size * 2);
  }
}
