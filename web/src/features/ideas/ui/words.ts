import { soonText } from "../../../platform/dates.ts";
import { Problem } from "../../../platform/http.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { isOpen, type Board, type Facts } from "../model.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "ideas.closed": () => t.problem_closed,
  "ideas.votes_closed": () => t.problem_votes_closed,
  "ideas.no_votes_left": () => t.problem_no_votes_left,
  "ideas.not_the_author": () => t.problem_author,
  "ideas.not_the_asker": () => t.problem_asker,
  "ideas.anonymous": () => t.problem_anonymous,
  "ideas.full": () => t.problem_full,
  "ideas.too_few": () => t.problem_too_few,
  "ideas.too_many": () => t.problem_too_many,
  "ideas.comments_full": () => t.problem_comments,
  "ideas.group_not_empty": () => t.problem_group,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
};

const FAULTS: Record<string, () => string> = {
  too_few: () => t.problem_few,
  before_ideas: () => t.problem_early,
  too_soon: () => t.problem_soon,
  taken: () => t.problem_taken,
};

/** What to tell of a refusal, with what is known of idea boards. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of what was refused. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? (FAULTS[found.code]?.() ?? codeText(found.code)) : null;
}

/** Until when ideas are taken, in words. */
export function ideasText(board: Facts): string {
  if (board.ideas_closed_at) return t.ideasOver(soonText(board.ideas_closed_at));
  return board.ideas_until ? t.takesUntil(soonText(board.ideas_until)) : t.noEnd;
}

/** The same of votes; nothing where there are none. */
export function votesText(board: Facts): string | null {
  if (board.votes_each === 0) return null;
  if (board.votes_closed_at) return t.votesOver(soonText(board.votes_closed_at));
  return board.votes_until ? t.votesTill(soonText(board.votes_until)) : t.votesOpen;
}

/** Why one does not see what others wrote; nothing when one does. Of a few without a name nothing is left. */
export function untold(board: Board): string | null {
  if (board.sees) return board.anonymous && board.ideas === 0 ? t.tooFewTold : null;
  if (board.anonymous) return isOpen(board, "ideas") ? t.hiddenCount : t.counting;
  return board.shows === "written" ? t.untold_written : t.untold_closed;
}

const EXCERPT = 30;

/** The first words of an idea, for names of buttons. */
export const excerpt = (words: string) => (words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words);
