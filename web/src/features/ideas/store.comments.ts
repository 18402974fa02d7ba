import type { Id } from "../../platform/ids.ts";
import { createStore } from "../../platform/store.ts";
import * as api from "./api.ts";
import type { Comment } from "./model.ts";
import { heardComment, inOrder, withComment, withoutComment, type Told } from "./sync.comments.ts";

/** What is said about the ideas that somebody opened, for as long as they are open. */
export const commentStore = createStore<Readonly<Record<Id, readonly Comment[]>>>({});

/** Open ones by idea: of which board, and how often. */
const open = new Map<Id, { board: Id; count: number }>();

function put(idea: Id, to: (said: readonly Comment[]) => readonly Comment[]): void {
  commentStore.update((all) => (all[idea] ? { ...all, [idea]: to(all[idea]) } : all));
}

/** Asks for what is said about an idea. */
export async function loadComments(board: Id, idea: Id): Promise<void> {
  const said = await api.comments(board, idea);
  if (open.has(idea)) commentStore.update((all) => ({ ...all, [idea]: inOrder(said) }));
}

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

export const tookComment = (comment: Comment) => put(comment.idea_id, (said) => withComment(said, comment));
export const lostComment = (idea: Id, id: Id) => put(idea, (said) => withoutComment(said, id));

/** What the line tells. Where it tells no rows, those who have it open ask. */
export function hearComment(told: Told): void {
  const { idea_id: idea } = told;
  if (idea) return put(idea, (said) => heardComment(said, told));
  for (const [id, { board }] of open) if (board === told.board_id) loadComments(board, id).catch(() => undefined);
}
