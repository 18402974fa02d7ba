import type { Id } from "../../platform/ids.ts";
import { lineStore } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";
import * as api from "./api.ts";
import type { Comment } from "./model.ts";
import { heardComment, inOrder, withComment, withoutComment, type Told } from "./sync.comments.ts";

/** What is said about the ideas that somebody opened, for as long as they are open. */
export const commentStore = createStore<Readonly<Record<Id, readonly Comment[]>>>({});

/** Open ones by idea: of which board, and how often. */
const open = new Map<Id, { board: Id; count: number }>();

type Change = (said: readonly Comment[]) => readonly Comment[];

/** For each list that is on its way, in the order in which they were asked for: what happened since, which it may not have yet. */
const onTheirWay = new Map<Id, Set<Change[]>>();

function change(idea: Id, to: Change): void {
  for (const since of onTheirWay.get(idea) ?? []) since.push(to);
  commentStore.update((all) => (all[idea] ? { ...all, [idea]: to(all[idea]) } : all));
}

/** Asks for what is said about an idea. */
export async function loadComments(board: Id, idea: Id): Promise<void> {
  const since: Change[] = [];
  const asked = onTheirWay.get(idea) ?? new Set();
  onTheirWay.set(idea, asked.add(since));
  try {
    const said = await api.comments(board, idea);
    if (!open.has(idea) || !asked.has(since)) return;
    // Those that were asked for before are older.
    for (const one of asked) {
      asked.delete(one);
      if (one === since) break;
    }
    commentStore.update((all) => ({ ...all, [idea]: since.reduce<readonly Comment[]>((list, to) => to(list), inOrder(said)) }));
  } finally {
    asked.delete(since);
    if (asked.size === 0 && onTheirWay.get(idea) === asked) onTheirWay.delete(idea);
  }
}

/** Has what is open be asked for again, all of it or that of a board. */
function again(of: Id | null): void {
  for (const [id, { board }] of open) if (of === null || of === board) loadComments(board, id).catch(() => undefined);
}

// A line that comes back too late does not tell what was missed.
lineStore.subscribe(() => {
  if (lineStore.get() === "live") again(null);
});

/** An idea is opened: what is said about it is asked for. Gives what to do when it is closed. */
export function openComments(board: Id, idea: Id, failed: (error: unknown) => void): () => void {
  open.set(idea, { board, count: (open.get(idea)?.count ?? 0) + 1 });
  loadComments(board, idea).catch(failed);
  return () => {
    const left = (open.get(idea)?.count ?? 1) - 1;
    if (left > 0) return void open.set(idea, { board, count: left });
    open.delete(idea);
    commentStore.update((all) => {
      const { [idea]: _, ...others } = all;
      return others;
    });
  };
}

export const tookComment = (comment: Comment) => change(comment.idea_id, (said) => withComment(said, comment));
export const lostComment = (idea: Id, id: Id) => change(idea, (said) => withoutComment(said, id));

/** What the line tells. Where it tells no rows, those who have it open ask. */
export function hearComment(told: Told): void {
  const { idea_id: idea } = told;
  if (idea) return change(idea, (said) => heardComment(said, told));
  again(told.board_id);
}
