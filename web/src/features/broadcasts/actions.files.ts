import { announce } from "../../platform/announce.ts";
import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { lineStore } from "../../platform/live.ts";
import * as api from "./api.files.ts";
import { cameAs, type Coming } from "./model.files.ts";
import { bringingStore, NOTHING, putBringing } from "./store.files.ts";
import { t } from "./text.files.ts";

const FIRST_PIECE = 256 << 10;
const LARGEST_PIECE = 16 << 20;
// A piece that takes longer than this is halved, so that little is sent twice when the line breaks.
const SLOW_MS = 4_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Refusals that asking anew where the file stands resolves. */
const ASK_AGAIN = ["files.quarantined", "files.wrong_offset", "files.overtaken", "body_incomplete"];

/** What stops a file that is being sent. */
const stops = new Map<Id, AbortController>();
/** Goes on at once with what waits. */
const nudges = new Map<Id, () => void>();
/** Begins anew with a file that is not being sent. */
const restarts = new Map<Id, () => void>();

const change = (draft: Id, id: Id, part: Partial<Coming>) => putBringing(draft, (now) => ({ ...now, coming: now.coming.map((one) => (one.id === id ? { ...one, ...part } : one)) }));
const drop = (draft: Id, id: Id) => putBringing(draft, (now) => ({ ...now, coming: now.coming.filter((one) => one.id !== id) }));
const found = (draft: Id, id: Id) => (bringingStore.get()[draft] ?? NOTHING).coming.find((one) => one.id === id);

/** Lets go of a file on its way. */
export function cancel(draft: Id, id: Id): void {
  stops.get(id)?.abort();
  restarts.delete(id);
  drop(draft, id);
  api.forget(id);
}

/** Has a file wait until somebody goes on with it. What has come stays. */
export function pause(draft: Id, id: Id): void {
  change(draft, id, { state: "paused", code: null });
  stops.get(id)?.abort();
}

/** Goes on with what was stopped, was refused or waits. */
export function again(draft: Id, id: Id): void {
  const running = stops.get(id);
  if (running && !running.signal.aborted) {
    nudges.get(id)?.();
    return;
  }
  change(draft, id, { state: "sending", code: null });
  restarts.get(id)?.();
}

/** Lets go of all that is on its way to a draft: its page is closed. */
export function cancelAll(draft: Id): void {
  for (const { id } of bringingStore.get()[draft]?.coming ?? []) cancel(draft, id);
}

// Whoever signs out leaves an empty store: nothing of theirs goes on under the next person's name.
bringingStore.subscribe(() => {
  const there = new Set(Object.values(bringingStore.get()).flatMap(({ coming }) => coming.map(({ id }) => id)));
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

/** Sends what is missing of a file, once; as it stands then. */
async function pour(draft: Id, id: Id, file: File, signal: AbortSignal): Promise<api.Upload> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    // A folder, or a file that was moved, is only found out by reading.
    throw new Problem("files.unreadable", 400);
  }
  const there = await api.begin(id, file, signal);
  let at = there.received;
  let size = FIRST_PIECE;
  const tell = () => !signal.aborted && change(draft, id, { sent: at, state: "sending", code: null });
  tell();
  while (there.state !== "whole" && at < file.size) {
    const piece = file.slice(at, at + size, "application/offset+octet-stream");
    const began = performance.now();
    await api.sendPiece(id, at, piece, signal);
    at += piece.size;
    tell();
    size = performance.now() - began > SLOW_MS ? Math.max(FIRST_PIECE, size / 2) : Math.min(LARGEST_PIECE, size * 2);
  }
  const end = await api.stands(id, signal);
  if (end.state !== "whole") throw new Problem(end.state === "quarantined" ? "files.quarantined" : "files.wrong_offset", 409);
  return end;
}

/** Brings a file, however often the line breaks, until it has come, is refused, or somebody stops it. */
async function bringOne(draft: Id, id: Id, file: File): Promise<void> {
  // Let go of, or stopped, before it was its turn.
  if ((found(draft, id)?.state ?? "paused") === "paused") return;
  const stop = new AbortController();
  stops.set(id, stop);
  let wait = FIRST_WAIT_MS;
  try {
    while (!stop.signal.aborted) {
      try {
        const end = await pour(draft, id, file, stop.signal);
        if (stop.signal.aborted) return;
        restarts.delete(id);
        putBringing(draft, ({ coming, came }) => ({ coming: coming.filter((one) => one.id !== id), came: [...came, cameAs(end)] }));
        announce(t.attached(end.name));
        return;
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        const passes = problem.passing || ASK_AGAIN.includes(problem.code);
        change(draft, id, { state: !passes ? "refused" : problem.code === "files.quarantined" ? "checking" : "waiting", code: problem.code });
        if (!passes) {
          announce(t.refusedOf(file.name));
          return;
        }
        await untilWorthATry(id, Math.max(wait, (problem.retryAfter ?? 0) * 1_000), stop.signal);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      }
    }
  } finally {
    if (stops.get(id) === stop) stops.delete(id);
  }
}

/** Brings files to a draft, one after the other in the order in which they were chosen. What is stopped or refused holds up no other. */
export async function bringFiles(draft: Id, files: readonly File[]): Promise<void> {
  const all = files.map((file) => ({ id: newId(), file }));
  putBringing(draft, (now) => ({ ...now, coming: [...now.coming, ...all.map(({ id, file }): Coming => ({ id, name: file.name, size: file.size, sent: 0, state: "sending", code: null }))] }));
  for (const { id, file } of all) restarts.set(id, () => void bringOne(draft, id, file));
  for (const { id, file } of all) await bringOne(draft, id, file);
}

/** What has come and the draft does not name yet: it is the caller's to name. */
export function takeCame(draft: Id): void {
  putBringing(draft, (now) => ({ ...now, came: [] }));
}
