import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { lineStore, type LiveEvent } from "../../platform/live.ts";
import { sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { renewed, type Memo } from "./model.ts";
import { heldMemo, lose, newsStore, put } from "./store.ts";
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
  newsStore.update((count) => count + 1);
}

async function attempt(work: () => Promise<Memo>): Promise<boolean> {
  try {
    put([await work()]);
    newsStore.update((count) => count + 1);
    return true;
  } catch (error) {
    toast(problem(error), "error");
    return false;
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
    // The next look tries again.
    .catch(() => asked.delete(memo.id));
}

export async function take(memo: Memo, on: boolean): Promise<void> {
  if (await attempt(() => api.handle(memo.id, on))) toast(on ? t.takenNow : t.leftNow, "done", { label: t.undo, run: () => void attempt(() => api.handle(memo.id, !on)) });
}

export async function finish(memo: Memo, on: boolean): Promise<void> {
  if (await attempt(() => api.finish(memo.id, on))) toast(on ? t.doneNow : t.openNow, "done", { label: t.undo, run: () => void attempt(() => api.finish(memo.id, !on)) });
}
