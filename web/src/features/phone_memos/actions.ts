import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { lineStore, type LiveEvent } from "../../platform/live.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { renewed, type Memo } from "./model.ts";
import { acted, hear, heldMemo, isOwn, lose, othersNewsStore, ownNewsStore, put } from "./store.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** Asks for a memo. */
export async function load(id: Id): Promise<void> {
  try {
    put([await api.memo(id)]);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) lose(id);
    else throw error;
  }
}

/** A memo comes on screen: it is asked for, and again whenever the line was lost meanwhile. Gives what to do when it goes. */
export function watch(id: Id, failed: (error: unknown) => void): () => void {
  const ask = () => {
    load(id).catch(failed);
  };
  ask();
  let line = lineStore.get();
  return lineStore.subscribe(() => {
    const before = line;
    line = lineStore.get();
    if (line === "live" && before !== "live") ask();
  });
}

/** What the line tells of memos. */
export function heard(event: LiveEvent): void {
  if (event.kind !== "phone_memos.changed") return;
  const { memo: news } = event.p as Wire["PhoneMemoChanged"];
  const memo = heldMemo(news.id);
  if (news.withdrawn) lose(news.id);
  else if (memo) put([renewed(memo, news)]);
  if (isOwn(news.id, news.tick)) return;
  // What is not held stands in no list of what is done.
  hear(Boolean(news.done || memo?.done || news.withdrawn));
  (news.addressee_id === sessionStore.get()?.person.id ? ownNewsStore : othersNewsStore).update((count) => count + 1);
}

/** Makes a step of a memo, and shows it as it is then; null when it was refused, which is said. */
async function made(id: Id, work: () => Promise<Memo>, moved = t.problem_moved): Promise<Memo | null> {
  try {
    const memo = await work();
    acted(memo);
    return memo;
  } catch (error) {
    const isLate = error instanceof Problem && error.code === "phone_memos.moved_on";
    toast(isLate ? moved : problem(error), "error");
    // Somebody else was first: what they did is shown.
    if (isLate) void load(id).catch(() => undefined);
    return null;
  }
}

const RESTS_MS = 500;
const resting = new Set<string>();
let allRest: ReturnType<typeof setTimeout> | null = null;

/** A list has changed: what is pressed in the next moment was meant for what stood there before, and nothing is done. */
export function rest(): void {
  if (allRest) clearTimeout(allRest);
  allRest = setTimeout(() => {
    allRest = null;
  }, RESTS_MS);
}

/** The second press of a double one meets what the first has brought, and does not undo it: a step rests for a moment after it was made. */
async function once(step: string, work: () => Promise<void>): Promise<void> {
  if (resting.has(step) || allRest) return;
  resting.add(step);
  try {
    await work();
  } finally {
    setTimeout(() => resting.delete(step), RESTS_MS);
  }
}

const asked = new Set<Id>();

/** The addressee has it before their eyes. */
export function saw(memo: Memo): void {
  const me = sessionStore.get();
  if (memo.seen || asked.has(memo.id) || me?.leave || memo.addressee_id !== me?.person.id) return;
  asked.add(memo.id);
  api
    .see(memo.id)
    .then((seen) => put([seen]))
    .catch(() => again(memo.id));
}

const AGAIN_MS = 30_000;

/** What failed is tried again by the first look after a while, or after the line's return: not by each. */
function again(id: Id): void {
  const free = () => {
    clearTimeout(timer);
    stop();
    asked.delete(id);
  };
  const timer = setTimeout(free, AGAIN_MS);
  const stop = lineStore.subscribe(() => {
    if (lineStore.get() === "live") free();
  });
}

const isMine = (step: Memo["done"]) => (step ? step.by === (operatorId() ?? sessionStore.get()?.person.id) : false);

function undoing(id: Id, work: () => Promise<Memo>): { label: string; run: () => void } {
  return { label: t.undo, run: () => void made(id, work) };
}

/** 対応します, or not any more. What somebody else did is never taken back with it. */
export function take(memo: Memo, on: boolean): Promise<void> {
  const { id, taken: before } = memo;
  return once(`taken ${id}`, async () => {
    const now = await made(id, () => (on ? api.take(id, before) : api.leave(id, before)), on ? t.problem_taken : t.problem_moved);
    if (!now) return;
    // Taken over, it is not given back: whose it was said so then, and not now.
    const back = on ? !before && undoing(id, () => api.leave(id, now.taken)) : isMine(before) && undoing(id, () => api.take(id, null));
    toast(on ? t.takenNow : t.leftNow, "done", back || null);
  });
}

/** 対応済, or open again. */
export function finish(memo: Memo, on: boolean): Promise<void> {
  const { id, done: before } = memo;
  return once(`done ${id}`, async () => {
    const now = await made(id, () => (on ? api.finish(id) : api.reopen(id, before)));
    if (!now) return;
    // Of two who are at it in the same moment, the first has done it.
    if (on && !isMine(now.done)) return toast(t.doneBefore);
    const back = on ? undoing(id, () => api.reopen(id, now.done)) : isMine(before) && undoing(id, () => api.finish(id));
    toast(on ? t.doneNow : t.openNow, "done", back || null);
  });
}
