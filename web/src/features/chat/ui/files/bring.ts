import { Problem } from "../../../../platform/http.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { lineStore } from "../../../../platform/live.ts";
import { NO_FILES, bringingStore, putFiles, type Bringing } from "../../store.files.ts";
import { chatStore, outbox } from "../../store.ts";
import { follow, remember } from "../annotate/chosen.ts";
import { ASK_AGAIN, pour } from "./pour.ts";
import { contentOf, contents, forget } from "./shelf.ts";
import { cameBack, keepUnsent, stays } from "./unsent.ts";
import { isPhoto, qualityStore, compressed } from "./photo.ts";

/** Files of one message at most. */
export const MOST_FILES = 20;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** Photos as they were chosen, for whoever wants to send another size of them. */
const originals = new Map<Id, File>();
const running = new Map<Id, AbortController>();
/** What left with a message: its bytes stay until the server has that, or nobody wants them. */
const left = new Set<Id>();

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
  if (chatStore.get().me === "" && there.size === 0) left.clear();
  for (const { content } of outbox.entries.get()) for (const { id } of content.files ?? []) left.add(id);
  for (const [id, stop] of running) if (!wanted.has(id)) stop.abort();
  for (const id of contents.keys()) if (!there.has(id) && !left.has(id)) contents.delete(id);
  for (const id of originals.keys()) if (!there.has(id)) originals.delete(id);
  for (const [id, key] of wanted) if (!running.has(id)) void run(key, id);
}

// One after the other: a photo takes a hundred times its size while it is drawn.
let making: Promise<void> = Promise.resolve();

async function make(key: Id, id: Id, photo: File): Promise<void> {
  if (!originals.has(id)) return;
  const file = await compressed(photo);
  // It was taken off meanwhile.
  if (!originals.has(id)) return;
  contents.set(id, { name: file.name, bytes: file, begun: false });
  change(key, id, { name: file.name, size: file.size, state: "sending", before: file === photo ? undefined : photo.size });
  keepUnsent(id);
}

function taken(key: Id, file: File, of?: Bringing["of"]): Bringing {
  const id = newId();
  const row: Bringing = { id, name: file.name, size: file.size, sent: 0, state: "sending", code: null, placeRemoved: false, of };
  remember(id, file);
  const photo = isPhoto(file);
  if (photo) originals.set(id, file);
  if (photo && qualityStore.get() === "standard") {
    making = making.then(() => make(key, id, file));
    return { ...row, photo, state: "making" };
  }
  contents.set(id, { name: file.name, bytes: file, begun: false });
  keepUnsent(id);
  return { ...row, photo };
}

/** Takes files for the message that is being written, photos no larger than is wanted, and begins to send them; how many there was no place for. */
export function bring(key: Id, files: readonly File[], of?: Bringing["of"]): number {
  const held = (bringingStore.get()[key] ?? NO_FILES).length;
  const added = files.slice(0, Math.max(0, MOST_FILES - held)).map((file) => taken(key, file, of));
  putFiles(key, (now) => [...now, ...added]);
  return files.length - added.length;
}

/** Sends another file in the place of one, as when it was drawn upon or another quality is wanted; under which id, unless that one has gone. */
export function replace(key: Id, id: Id, file: File): Id | null {
  const former = bringingStore.get()[key]?.find((one) => one.id === id);
  if (!former) return null;
  const next = taken(key, file, former.of);
  follow(id, next.id);
  putFiles(key, (files) => files.map((one) => (one.id === id ? next : one)));
  forget([{ id }]);
  return next.id;
}

/** Takes the photos of the message that is being written anew, each in its place: another quality was chosen. */
export function bringAnew(key: Id): void {
  for (const { id } of bringingStore.get()[key] ?? NO_FILES) {
    const photo = originals.get(id);
    if (photo) replace(key, id, photo);
  }
}

export const pause = (key: Id, id: Id) => change(key, id, { state: "paused" });
/** Says of which file of the room it is a new version, or that it is another one. */
export function sayOf(key: Id, id: Id, of: Bringing["of"]): void {
  change(key, id, { of });
  keepUnsent(id);
}
export const resume = (key: Id, id: Id) => change(key, id, { state: "sending", code: null });

export function remove(key: Id, id: Id): void {
  putFiles(key, (files) => files.filter((file) => file.id !== id));
  forget([{ id }]);
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
  const tell = (sent: number, moved: boolean) => {
    if (stop.signal.aborted) return;
    if (moved) wait = FIRST_WAIT_MS;
    change(key, id, moved ? { sent, state: "sending", code: null } : { sent });
  };
  try {
    while (!stop.signal.aborted) {
      try {
        const content = await contentOf(id);
        if (content) stays(id);
        const { size, place_removed } = await pour(id, content, stop.signal, tell);
        // It left with its message in the same moment.
        if (stop.signal.aborted) return;
        return change(key, id, { state: "whole", sent: size, code: null, placeRemoved: place_removed });
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
        // The server has done with that id since the page was closed: whoever has the file in their composer sends it under another.
        const left = problem.code === "id_taken" && cameBack.delete(id) ? contents.get(id) : undefined;
        if (left) return void replace(key, id, new File([left.bytes], left.name, { type: left.bytes.type }));
        if (!problem.passing && !ASK_AGAIN.includes(problem.code)) return change(key, id, { state: "refused", code: problem.code });
        change(key, id, { state: "waiting", code: problem.code, ...(problem.code === "offline" && { metNoLine: true }) });
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

bringingStore.subscribe(heed);
heed();
