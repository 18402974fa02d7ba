import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type Board = Wire["IdeaBoard"];
export type Facts = Wire["IdeaBoardFacts"];
export type Idea = Wire["Idea"];
export type Counted = Wire["CountedIdea"];
export type Comment = Wire["IdeaComment"];
export type Group = Wire["IdeaGroup"];
export type Shows = Wire["IdeasShown"];
export type Verdict = Wire["IdeaVerdict"];
export type Part = Wire["IdeasPart"];

/** How much was written and voted, as a frame tells it to those who look. */
export interface News {
  board_id: Id;
  room_id: Id;
  ideas: number | null;
  counts: Wire["IdeaVotes"][] | null;
  at: number;
}

/** What somebody asks a room for. */
export interface NewBoard {
  id: Id;
  theme: string;
  explanation: string;
  anonymous: boolean;
  shows: Shows;
  votes_each: number;
  ideas_until: string | null;
  votes_until: string | null;
  thread: Id | null;
  as_post: Id | null;
  operator_id: Id | null;
}

export const SHOWS: readonly Shows[] = ["always", "written", "closed"];
/** What is said of an idea; `open` is that nothing is. */
export const VERDICTS: readonly Verdict[] = ["adopted", "considered", "declined"];
export const MOST_VOTES = 10;
/** Characters of an idea. */
export const LONGEST = 500;

export type Order = "votes" | "newest" | "reading";

const collator = new Intl.Collator("ja");

/** Ideas in an order. Ids of named ideas have the moment in which they were written; those without a name are chance. */
export function inOrder<One extends Pick<Counted, "id" | "words" | "votes">>(ideas: readonly One[], order: Order): One[] {
  const byWords = (one: One, other: One) => collator.compare(one.words, other.words) || (one.id < other.id ? -1 : 1);
  const sorted = [...ideas];
  if (order === "reading") return sorted.sort(byWords);
  if (order === "votes") return sorted.sort((one, other) => other.votes - one.votes || byWords(one, other));
  return sorted.sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** An idea with those that were united with it. */
export interface Stack {
  idea: Counted;
  under: Counted[];
}

/** A column of the board: a group, or what lies in none. */
export interface Column {
  group: Group | null;
  stacks: Stack[];
}

const known = (id: Id | null | undefined, among: ReadonlySet<Id>) => (id && among.has(id) ? id : null);

/** Ideas by group: what lies in none comes first, and what was united with another lies under it. */
export function columnsOf(groups: readonly Group[], ideas: readonly Counted[], order: Order): Column[] {
  const [ids, places] = [new Set(ideas.map((idea) => idea.id)), new Set(groups.map((group) => group.id))];
  const under = new Map<Id, Counted[]>();
  for (const idea of inOrder(ideas, "reading")) {
    const head = known(idea.merged_into, ids);
    if (head) under.set(head, [...(under.get(head) ?? []), idea]);
  }
  const heads = inOrder(
    ideas.filter((idea) => !known(idea.merged_into, ids)),
    order,
  ).map((idea) => ({ idea, under: under.get(idea.id) ?? [] }));
  const of = (group: Group | null) => heads.filter(({ idea }) => known(idea.group_id, places) === (group?.id ?? null));
  return [null, ...groups].map((group) => ({ group, stacks: of(group) }));
}

/** Whether a part of a board is open still. */
export function isOpen(board: Facts, part: Part, now: number = Date.now()): boolean {
  const [closed, until] = part === "ideas" ? [board.ideas_closed_at, board.ideas_until] : [board.votes_closed_at, board.votes_until];
  return !closed && !(until && Date.parse(until) <= now);
}

/** A moment as fields of a form have it, in the office's zone, and back. */
export const toField = (instant: string) => new Date(Date.parse(instant) + 32_400_000).toISOString().slice(0, 16);
export const fromField = (field: string) => new Date(`${field}:00+09:00`).toISOString();
