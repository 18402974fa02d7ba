import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import type { Comment } from "./model.ts";
import type { Heard, One } from "./sync.ts";

export type Told = Wire["IdeaCommented"];

/** How much is said about an idea, once something was said or taken back. */
export function commented(one: One, told: Told): Heard {
  if (!told.idea_id) return { one, sure: !one.board.sees };
  const held = one.ideas?.[told.idea_id];
  if (!held || !one.ideas || typeof told.comments !== "number") return { one, sure: true };
  return { one: { ...one, ideas: { ...one.ideas, [held.id]: { ...held, comments: told.comments } } }, sure: true };
}

const moment = ({ written_at: at }: Comment) => (at ? Date.parse(at) : 0);

/** With names in the order in which it was said; without them by ids of chance, whose order says nothing. */
export const inOrder = (said: readonly Comment[]): Comment[] => [...said].sort((a, b) => moment(a) - moment(b) || (a.id < b.id ? -1 : 1));

/** What is said about an idea, with one more or another one instead of itself. */
export const withComment = (said: readonly Comment[], comment: Comment): Comment[] => inOrder([...said.filter((one) => one.id !== comment.id), comment]);

/** The same without one. */
export const withoutComment = (said: readonly Comment[], id: Id): Comment[] => said.filter((one) => one.id !== id);

/** What is said about an idea, after something that was heard. */
export function heardComment(said: readonly Comment[], told: Told): readonly Comment[] {
  if (told.comment) return withComment(said, told.comment);
  return told.comment_id ? withoutComment(said, told.comment_id) : said;
}

/** What is said, by idea. */
export function byIdea(comments: readonly Comment[]): ReadonlyMap<Id, readonly Comment[]> {
  const found = new Map<Id, Comment[]>();
  for (const one of inOrder(comments)) found.set(one.idea_id, [...(found.get(one.idea_id) ?? []), one]);
  return found;
}
