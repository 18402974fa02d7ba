import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { allPages } from "../../platform/load.ts";
import type { Board, Comment, Counted, Idea, NewBoard, Part, Verdict } from "./model.ts";

const PAGE = 200;
const at = (board: Id, idea: Id) => `/idea-boards/${board}/ideas/${idea}`;

export const begin = (room: Id, body: NewBoard) => call<Board>("POST", `/rooms/${room}/idea-boards`, { body });
export const ofRoom = (room: Id, cursor: string | null) => call<Page<Board>>("GET", `/rooms/${room}/idea-boards${query({ cursor })}`);
export const board = (id: Id) => call<Board>("GET", `/idea-boards/${id}`);

/** All ideas that one may see. */
export async function ideas(id: Id): Promise<Counted[]> {
  const all: Counted[] = [];
  for await (const page of allPages((cursor) => call<Page<Counted>>("GET", `/idea-boards/${id}/ideas${query({ limit: PAGE, cursor })}`))) all.push(...page);
  return all;
}

export const write = (id: Id, body: { id: Id; words: string; key: string | null; operator_id: Id | null }) => call<Idea>("POST", `/idea-boards/${id}/ideas`, { body });
export const reword = (id: Id, idea: Id, body: { words: string; key: string | null; operator_id: Id | null }) => call<Idea>("PUT", at(id, idea), { body });
export const takeBack = (id: Id, idea: Id, key: string | null) => call<Board>("POST", `${at(id, idea)}/removal`, { body: { key } });
export const vote = (id: Id, idea: Id, isFor: boolean) => call<Board>(isFor ? "PUT" : "DELETE", `${at(id, idea)}/vote`);

interface Sorted {
  ideas: Idea[];
}

export const moveTo = (id: Id, idea: Id, group: Id | null) => call<Sorted>("PUT", `${at(id, idea)}/group`, { body: { group_id: group } });
export const unite = (id: Id, idea: Id, into: Id | null) => call<Sorted>("PUT", `${at(id, idea)}/union`, { body: { into } });
export const judge = (id: Id, idea: Id, verdict: Verdict, reason: string) => call<Sorted>("PUT", `${at(id, idea)}/verdict`, { body: { verdict, reason } });
export const nameGroup = (id: Id, group: Id, name: string) => call<Board>("PUT", `/idea-boards/${id}/groups/${group}`, { body: { name } });
export const removeGroup = (id: Id, group: Id) => call<Board>("DELETE", `/idea-boards/${id}/groups/${group}`);
export const close = (id: Id, part: Part) => call<Board>("POST", `/idea-boards/${id}/close`, { body: { part } });
export const setUntil = (id: Id, part: Part, until: string | null) => call<Board>("PUT", `/idea-boards/${id}/until`, { body: { part, until } });

/** A board of a room of others, with all its ideas. */
export async function inspected(inspection: Id, id: Id): Promise<{ board: Board; ideas: Counted[] }> {
  const page = (cursor: string | null) => call<{ board: Board; ideas: Page<Counted> }>("GET", `/inspections/${inspection}/idea-boards/${id}${query({ limit: PAGE, cursor })}`);
  const first = await page(null);
  const all = [...first.ideas.items];
  for (let next = first.ideas.next ?? null; next !== null; ) {
    const more = await page(next);
    all.push(...more.ideas.items);
    next = more.ideas.next ?? null;
  }
  return { board: first.board, ideas: all };
}

async function all<T>(page: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for await (const items of allPages(page)) found.push(...items);
  return found;
}

/** What is said about the ideas of a board, or about one. */
export const comments = (id: Id, idea: Id | null) => all((cursor) => call<Page<Comment>>("GET", `/idea-boards/${id}/comments${query({ idea, limit: PAGE, cursor })}`));
export const comment = (id: Id, idea: Id, body: { id: Id; words: string; key: string | null; operator_id: Id | null }) => call<Comment>("POST", `${at(id, idea)}/comments`, { body });
export const takeBackComment = (id: Id, idea: Id, comment: Id) => call<void>("DELETE", `${at(id, idea)}/comments/${comment}`);

/** The same of a board of a room of others. */
export const inspectedComments = (inspection: Id, id: Id) => all((cursor) => call<Page<Comment>>("GET", `/inspections/${inspection}/idea-boards/${id}/comments${query({ limit: PAGE, cursor })}`));
