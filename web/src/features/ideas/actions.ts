import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { ears, lineStore } from "../../platform/live.ts";
import { operatorId } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import type { Board, Counted, Group, Idea, News, Part, Verdict } from "./model.ts";
import { forgetAll, forgetOwn, keepOwn, type Draft, type Own } from "./store.own.ts";
import { hearComment } from "./store.comments.ts";
import { change, heldOne, lose, put, putIdeas, set } from "./store.ts";
import { commented } from "./sync.comments.ts";
import { boardChanged, counted, ideaGone, ideasChanged, voted, votedAhead } from "./sync.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** Those on screen: how often, and how often with their ideas. */
const shown = new Map<Id, { cards: number; whole: number }>();
const planned = new Map<Id, ReturnType<typeof setTimeout>>();

// Everybody who looks hears of a close in the same moment and would ask in the same one.
const SOON_MS = 3_000;

/** Asks for a board, and for its ideas where they are on screen. */
export async function load(id: Id): Promise<void> {
  try {
    const board = await api.board(id);
    put(board);
    if (board.anonymous && board.ideas_closed_at) void forgetAll(id);
    if (shown.get(id)?.whole) putIdeas(id, await api.ideas(id));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) lose(id);
    else throw error;
  }
}

function planLoad(id: Id): void {
  if (!shown.has(id) || planned.has(id)) return;
  const run = () => {
    planned.delete(id);
    if (shown.has(id)) load(id).catch(() => undefined);
  };
  planned.set(id, setTimeout(run, SOON_MS * (0.1 + 0.9 * Math.random())));
}

/** A board comes on screen, as a card or with its ideas: it is asked for, and again whenever the line was lost meanwhile. Gives what to do when it goes. */
export function watch(id: Id, part: "cards" | "whole", failed: (error: unknown) => void): () => void {
  const step = (by: number) => {
    const now = { cards: 0, whole: 0, ...shown.get(id) };
    now[part] += by;
    if (now.cards + now.whole > 0) shown.set(id, now);
    else shown.delete(id);
  };
  step(1);
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
    step(-1);
  };
}

ears.set("ideas.board_changed", ({ board }: Wire["IdeaBoardChanged"]) => {
  const one = heldOne(board.id);
  if (!one) return;
  const heard = boardChanged(one, board);
  set(heard.one);
  if (!heard.sure) planLoad(board.id);
});

ears.set("ideas.changed", (told: Wire["IdeasChanged"]) => {
  const one = heldOne(told.board_id);
  if (!one) return;
  const heard = ideasChanged(one, told);
  set(heard.one);
  if (!heard.sure) planLoad(told.board_id);
});

ears.set("ideas.gone", ({ board_id: id, idea_id: idea }: Wire["IdeasGone"]) => {
  if (idea) change(id, (one) => ideaGone(one, idea));
  else lose(id);
});

ears.set("ideas.voted", ({ board_id: id, ideas }: Wire["IdeasVoted"]) => change(id, (one) => voted(one, ideas)));

ears.set("ideas.commented", (told: Wire["IdeaCommented"]) => {
  const one = heldOne(told.board_id);
  if (!one) return;
  const heard = commented(one, told);
  set(heard.one);
  if (!heard.sure) planLoad(told.board_id);
  hearComment(told);
});

ears.set("ideas", (news: News) => change(news.board_id, (one) => counted(one, news)));

const fail = (error: unknown) => toast(problem(error), "error");

async function attempt<T>(id: Id, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    fail(error);
    if (error instanceof Problem && error.status < 500) load(id).catch(() => undefined);
    return null;
  }
}

/** Ideas that the server has changed, before the line tells of them. */
function took(id: Id, ideas: readonly Idea[]): void {
  change(id, (one) => ideasChanged(one, { board_id: id, room_id: one.board.room_id, ideas: [...ideas], counts: [] }).one);
}

/** Sends an idea; what goes wrong is for the field to say. Nobody but this device knows afterwards whose one without a name is. */
export async function write(board: Board, draft: Draft): Promise<void> {
  const words = draft.words.trim();
  const key = board.anonymous ? draft.key : null;
  const keep = (idea: Idea) => (key ? void keepOwn(board.id, { id: idea.id, key, words: idea.words }) : took(board.id, [idea]));
  const idea = await api.write(board.id, { id: draft.id, words, key, operator_id: operatorId() });
  keep(idea);
  // It had arrived before, and was bettered since.
  if (idea.words !== words) keep(await api.reword(board.id, idea.id, { words, key, operator_id: operatorId() }));
  if (!board.anonymous && !board.sees) planLoad(board.id);
  toast(t.written);
}

/** Puts other words in the place of an idea of one's own. */
export async function reword(board: Board, idea: Own | Counted, words: string): Promise<void> {
  const key = "key" in idea ? idea.key : null;
  const now = await api.reword(board.id, idea.id, { words: words.trim(), key, operator_id: operatorId() });
  if (key) void keepOwn(board.id, { id: idea.id, key, words: now.words });
  else took(board.id, [now]);
  toast(t.reworded);
}

export async function takeBack(board: Board, idea: Own | Counted): Promise<void> {
  const key = "key" in idea ? idea.key : null;
  const now = await attempt(board.id, () => api.takeBack(board.id, idea.id, key));
  if (!now) return;
  if (key) void forgetOwn(board.id, idea.id);
  change(board.id, (one) => ideaGone(one, idea.id));
  put(now);
  // Written again, it is another idea, with another key.
  toast(t.takenBack);
}

/** Is for an idea, or is not any more. */
export async function vote(board: Board, idea: Id, isFor: boolean): Promise<void> {
  const before = heldOne(board.id);
  if (!before || before.board.my_votes.includes(idea) === isFor) return;
  set(votedAhead(before, idea, isFor));
  const now = await attempt(board.id, () => api.vote(board.id, idea, isFor));
  if (now) put(now);
  // Only what was shown ahead goes back; what was heard meanwhile stays.
  else change(board.id, (one) => votedAhead(one, idea, !isFor));
}

const undoable = (words: string, undo: () => Promise<unknown>) => toast(words, "done", { label: t.undo, run: () => void undo() });

async function sort(board: Board, work: () => Promise<{ ideas: Idea[] }>): Promise<boolean> {
  const done = await attempt(board.id, work);
  if (done) took(board.id, done.ideas);
  return done !== null;
}

export async function moveTo(board: Board, idea: Counted, group: Group | null): Promise<void> {
  const before = idea.group_id ?? null;
  if (before === (group?.id ?? null)) return;
  if (await sort(board, () => api.moveTo(board.id, idea.id, group?.id ?? null))) undoable(t.movedTo(group?.name ?? t.unsorted), () => sort(board, () => api.moveTo(board.id, idea.id, before)));
}

/** Unites an idea, and what lies under it, with another; undone, each stands where it stood. */
export async function unite(board: Board, idea: Counted, into: Id | null): Promise<void> {
  const before = idea.merged_into ?? null;
  const under = Object.values(heldOne(board.id)?.ideas ?? {}).filter((one) => one.merged_into === idea.id);
  const undo = async () => {
    await sort(board, () => api.unite(board.id, idea.id, before));
    // One after another: each changes what the next is united with.
    // oxlint-disable-next-line no-await-in-loop
    for (const one of under) await sort(board, () => api.unite(board.id, one.id, idea.id));
    await load(board.id);
  };
  if (await sort(board, () => api.unite(board.id, idea.id, into))) {
    await load(board.id).catch(() => undefined);
    undoable(into ? t.united : t.parted, undo);
  }
}

export async function judge(board: Board, idea: Counted, verdict: Verdict, reason: string): Promise<boolean> {
  const before = { verdict: idea.verdict, reason: idea.reason };
  const done = await sort(board, () => api.judge(board.id, idea.id, verdict, reason));
  if (done) undoable(verdict === "open" ? t.verdictCleared : t.judgedAs(t[verdict]), () => sort(board, () => api.judge(board.id, idea.id, before.verdict, before.reason)));
  return done;
}

/** Does something with the whole board; what can be undone is. */
async function whole(id: Id, work: () => Promise<Board>, done: string, undo: (() => Promise<Board>) | null): Promise<void> {
  const now = await attempt(id, work);
  if (!now) return;
  put(now);
  await load(id).catch(() => undefined);
  if (!undo) return toast(done);
  undoable(done, async () => {
    const back = await attempt(id, undo);
    if (back) put(back);
  });
}

export const removeGroup = (board: Board, group: Group) => whole(board.id, () => api.removeGroup(board.id, group.id), t.groupRemoved, () => api.nameGroup(board.id, group.id, group.name));

const later = (until: string | null | undefined) => (until && Date.parse(until) > Date.now() ? until : null);

export function close(board: Board, part: Part): Promise<void> {
  const until = later(part === "ideas" ? board.ideas_until : board.votes_until);
  return whole(board.id, () => api.close(board.id, part), part === "ideas" ? t.ideasClosedNow : t.votesClosedNow, () => api.setUntil(board.id, part, until));
}

export const setUntil = (board: Board, part: Part, until: string | null) => whole(board.id, () => api.setUntil(board.id, part, until), t.untilSet, null);
