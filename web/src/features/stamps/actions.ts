import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { lineStore, type LiveEvent } from "../../platform/live.ts";
import { notifyOutside } from "../../platform/notifications.ts";
import { offDutyUntil } from "../../platform/people.ts";
import { navigate } from "../../platform/router.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { leavesOpen, recounted, renewed, type GivenAnswer, type News, type Stamp } from "./model.ts";
import { change, heldStamp, lose, put } from "./store.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** Those on screen, and how often. */
const shown = new Map<Id, number>();
const planned = new Map<Id, ReturnType<typeof setTimeout>>();

// Everybody who looks hears of a close in the same moment and would ask in the same one.
const SOON_MS = 3_000;
// How many are waited for is worth a question now and then.
const LATER_MS = 12_000;

/** Asks for a stamp. */
export async function load(id: Id): Promise<void> {
  try {
    put(await api.stamp(id));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) lose(id);
    else throw error;
  }
}

function planLoad(id: Id, within: number): void {
  if (!shown.has(id) || planned.has(id)) return;
  const run = () => {
    planned.delete(id);
    if (shown.has(id)) load(id).catch(() => undefined);
  };
  planned.set(id, setTimeout(run, within * (0.3 + 0.7 * Math.random())));
}

/** A stamp comes on screen: it is asked for, and again whenever the line was lost meanwhile. Gives what to do when it goes. */
export function watch(id: Id, failed: (error: unknown) => void): () => void {
  shown.set(id, (shown.get(id) ?? 0) + 1);
  const ask = () => {
    load(id).catch(failed);
  };
  ask();
  let line = lineStore.get();
  const stop = lineStore.subscribe(() => {
    const before = line;
    line = lineStore.get();
    if (line === "live" && before !== "live") ask();
  });
  return () => {
    stop();
    const left = (shown.get(id) ?? 1) - 1;
    if (left > 0) shown.set(id, left);
    else shown.delete(id);
  };
}

/** Something is new of a stamp, in an event or in a frame. */
export function takeNews(news: News): void {
  const stamp = heldStamp(news.id);
  if (!stamp) return;
  // What was asked for may bear a later moment and yet know less: the server is asked once more.
  if (news.at < stamp.at) return planLoad(news.id, SOON_MS);
  const open = leavesOpen(stamp, news);
  put(renewed(stamp, news));
  if (open) planLoad(news.id, SOON_MS);
  else if (stamp.waiting !== null) planLoad(news.id, LATER_MS);
}

/** What the line tells of stamps. */
export function heard(event: LiveEvent): void {
  if (event.kind === "stamps.changed") takeNews((event.p as Wire["StampChanged"]).stamp);
  else if (event.kind === "stamps.answered") {
    const { stamp_id: id, mine } = event.p as Wire["StampAnswered"];
    change(id, (stamp) => ({ ...stamp, mine: mine ?? null }));
    planLoad(id, SOON_MS);
  } else if (event.kind === "stamps.reminded") reminded(event.p as Wire["StampReminded"]);
}

/** It stands among the mentions. */
const INBOX = "/mentions";

function reminded({ room_id: room, question }: Wire["StampReminded"]): void {
  const me = sessionStore.get();
  // Whoever is on leave or off duty is not waited for, and left in peace.
  if (!me || me.leave || offDutyUntil(me.person)) return;
  toast(t.askedToAnswer(question), "done", { label: t.show, run: () => navigate(INBOX) });
  if (me.settings.notify !== "none") void notifyOutside(t.askedTitle, question.slice(0, 200), INBOX, room);
}

/** Answers of which the server has said nothing yet: the same one again is the same sending, which is taken once. */
const unsure = new Map<Id, { given: string; sending: Id }>();

function sendingOf(id: Id, given: GivenAnswer): Id {
  const same = unsure.get(id);
  const text = JSON.stringify(given);
  const sending = same?.given === text ? same.sending : newId();
  unsure.set(id, { given: text, sending });
  return sending;
}

const fail = (error: unknown) => toast(problem(error), "error");

async function give(id: Id, given: GivenAnswer | null): Promise<boolean> {
  const before = heldStamp(id);
  if (!before) return false;
  const known = before.mine?.answer ?? null;
  const secret = before.anonymous;
  // It shows at once; what the server says replaces it, or what was there before comes back.
  put({
    ...before,
    mine: given ? { answer: secret ? null : given, at: secret ? null : new Date().toISOString() } : null,
    counts: recounted(before, known, given),
    answered: before.answered + (given ? 1 : 0) - (before.mine ? 1 : 0),
    may_answer: before.may_answer && (before.changeable || !given),
  });
  try {
    put(await (given ? api.answer(id, given, sendingOf(id, given), operatorId()) : api.takeBack(id)));
    unsure.delete(id);
    return true;
  } catch (error) {
    if (!(error instanceof Problem && error.passing)) unsure.delete(id);
    // Only what was shown ahead goes back; what was heard meanwhile stays.
    change(id, (now) => ({ ...now, mine: before.mine, counts: before.counts, answered: before.answered, may_answer: before.may_answer }));
    fail(error);
    if (error instanceof Problem && error.status === 409) planLoad(id, 0);
    return false;
  }
}

/** Answers. Where it may be changed, it can be taken back with one press. */
export async function answer(stamp: Stamp, given: GivenAnswer): Promise<boolean> {
  const before = stamp.mine?.answer ?? null;
  const done = await give(stamp.id, given);
  if (done) toast(t.answeredNow, "done", stamp.changeable ? { label: t.undo, run: () => void undo(stamp.id, before) } : null);
  return done;
}

async function undo(id: Id, before: GivenAnswer | null): Promise<void> {
  if (await give(id, before)) toast(t.undone);
}

/** Takes one's answer back. */
export async function takeBack(stamp: Stamp): Promise<void> {
  const before = stamp.mine?.answer ?? null;
  if (await give(stamp.id, null)) toast(t.takenBack, "done", before ? { label: t.undo, run: () => void undo(stamp.id, before) } : null);
}

async function attempt(work: () => Promise<Stamp>, done: () => void): Promise<void> {
  try {
    put(await work());
    done();
  } catch (error) {
    fail(error);
  }
}

export const reopen = (id: Id, deadline: string | null) => attempt(() => api.reopen(id, deadline), () => toast(t.reopened));

export function close(stamp: Stamp): Promise<void> {
  const again = stamp.anonymous ? null : { label: t.undo, run: () => void reopen(stamp.id, laterThanNow(stamp.deadline)) };
  return attempt(() => api.close(stamp.id), () => toast(t.closedNow, "done", again));
}

const laterThanNow = (deadline: string | null | undefined) => (deadline && Date.parse(deadline) > Date.now() ? deadline : null);

export const setDeadline = (id: Id, deadline: string | null) => attempt(() => api.setDeadline(id, deadline), () => toast(t.deadlineSet));

export const remind = (id: Id) =>
  attempt(
    async () => {
      const { stamp, called } = await api.remind(id);
      toast(called > 0 ? t.remindedNow(called) : t.remindedElsewhere);
      return stamp;
    },
    () => undefined,
  );
