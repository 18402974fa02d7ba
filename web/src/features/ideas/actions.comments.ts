import type { Id } from "../../platform/ids.ts";
import { operatorId } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import type { Board, Comment } from "./model.ts";
import { lostComment, tookComment } from "./store.comments.ts";
import { change } from "./store.ts";
import type { Draft } from "./store.own.ts";
import { t } from "./text.ts";
import { problem } from "./ui/words.ts";

/** One more or less is said about an idea of a board without names, of which the line tells nothing. */
function count(board: Board, idea: Id, step: number): void {
  if (!board.anonymous) return;
  change(board.id, (one) => {
    const held = one.ideas?.[idea];
    return held && one.ideas ? { ...one, ideas: { ...one.ideas, [idea]: { ...held, comments: Math.max(0, held.comments + step) } } } : one;
  });
}

/** Says something about an idea; what goes wrong is for the field to say. */
export async function comment(board: Board, idea: Id, { id, key, words }: Draft): Promise<void> {
  tookComment(await api.comment(board.id, idea, { id, words: words.trim(), key: board.anonymous ? key : null, operator_id: operatorId() }));
  count(board, idea, 1);
  toast(t.commented);
}

/** Takes a comment back. */
export async function takeBackComment(board: Board, { id, idea_id: idea }: Comment): Promise<void> {
  try {
    await api.takeBackComment(board.id, idea, id);
    lostComment(idea, id);
    count(board, idea, -1);
    toast(t.commentTakenBack);
  } catch (error) {
    toast(problem(error), "error");
  }
}
