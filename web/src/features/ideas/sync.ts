import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import { isOpen, type Counted, type Facts, type News } from "./model.ts";
import type { Board } from "./model.ts";

/** A board as it is held; its ideas once somebody looked at them. */
export interface One {
  board: Board;
  ideas: Readonly<Record<Id, Counted>> | null;
  /** Up to which moment votes are known. */
  countsAt: number;
}

/** What is held after something was heard, and whether that is all there is to know: where not, the server is asked. */
export interface Heard {
  one: One;
  sure: boolean;
}

/** A board as the server gave it; what was heard of its counts meanwhile stays. */
export function taken(one: One | null, board: Board): One {
  if (!one) return { board, ideas: null, countsAt: board.at };
  if (board.at < one.board.at) return one;
  return { ...one, board };
}

/** All ideas that one may see, as the server gave them. What was heard of some meanwhile is newer. */
export function listed(one: One, ideas: readonly Counted[]): One {
  const newest = (idea: Counted) => {
    const held = one.ideas?.[idea.id];
    return held && held.at > idea.at ? { ...held, votes: idea.votes } : idea;
  };
  const at = Math.max(0, ...ideas.map((idea) => idea.at));
  const all = ideas.map(newest);
  // Written while the list was on its way.
  const later = Object.values(one.ideas ?? {}).filter((held) => held.at > at && ideas.length > 0 && !ideas.some((idea) => idea.id === held.id));
  return { ...one, ideas: Object.fromEntries([...all, ...later].map((idea) => [idea.id, idea])), countsAt: Math.max(one.countsAt, at) };
}

/** A board was ended, opened, or given other groups. Who sees and does what then, the server says. */
export function boardChanged(one: One, facts: Facts): Heard {
  const { board } = one;
  if (facts.at < board.at) return { one, sure: true };
  const closing = (facts.ideas_closed_at ?? null) !== (board.ideas_closed_at ?? null) || (facts.votes_closed_at ?? null) !== (board.votes_closed_at ?? null);
  const next = { ...board, ...facts, may_write: board.may_write && isOpen(facts, "ideas"), may_vote: board.may_vote && isOpen(facts, "votes") };
  return { one: { ...one, board: next }, sure: !closing };
}

/** Ideas were written, reworded, moved, united, judged. */
export function ideasChanged(one: One, told: Wire["IdeasChanged"]): Heard {
  if (!told.ideas) return { one, sure: false };
  if (!one.ideas) return { one, sure: true };
  const ideas = { ...one.ideas };
  for (const idea of told.ideas) {
    const held = ideas[idea.id];
    if (!held || held.at <= idea.at) ideas[idea.id] = { ...held, ...idea, votes: held?.votes ?? 0, comments: held?.comments ?? 0 };
  }
  for (const { id, votes } of told.counts) {
    const held = ideas[id];
    if (held) ideas[id] = { ...held, votes };
  }
  return { one: { ...one, ideas }, sure: true };
}

/** An idea was taken back. */
export function ideaGone(one: One, id: Id): One {
  if (!one.ideas?.[id]) return one;
  const { [id]: _, ...ideas } = one.ideas;
  return { ...one, ideas };
}

/** How much was written and voted; older than what is known it changes nothing. */
export function counted(one: One, news: News): One {
  if (news.at < one.countsAt) return one;
  const board = { ...one.board, ideas: news.ideas ?? one.board.ideas ?? null };
  if (!news.counts) return { ...one, board, countsAt: news.at };
  const votes = new Map(news.counts.map((count) => [count.id, count.votes]));
  const sum = news.counts.reduce((all, count) => all + count.votes, 0);
  const ideas = one.ideas && Object.fromEntries(Object.values(one.ideas).map((idea) => [idea.id, { ...idea, votes: votes.get(idea.id) ?? 0 }]));
  return { board: { ...board, votes: sum }, ideas, countsAt: news.at };
}

/** The person is for other ideas now, on this device or on another. */
export function voted(one: One, now: readonly Id[]): One {
  return { ...one, board: { ...one.board, my_votes: [...now] } };
}

/** The same with the numbers as they will be, before the server has said so. */
export function votedAhead(one: One, id: Id, isFor: boolean): One {
  const before = one.board.my_votes.includes(id);
  if (before === isFor) return one;
  const step = isFor ? 1 : -1;
  const mine = isFor ? [...one.board.my_votes, id] : one.board.my_votes.filter((other) => other !== id);
  const held = one.ideas?.[id];
  const ideas = held && one.ideas ? { ...one.ideas, [id]: { ...held, votes: Math.max(0, held.votes + step) } } : one.ideas;
  return { ...one, board: { ...one.board, my_votes: mine, votes: Math.max(0, (one.board.votes ?? 0) + step) }, ideas };
}
