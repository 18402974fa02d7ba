import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type Note = Wire["Note"];
export type Edit = Partial<Wire["NoteEdit"]>;
export type Template = Wire["NoteTemplate"];
export type Opened = Wire["OpenedNote"];
export type History = Wire["NoteHistory"];
export type Piece = Wire["NotePiece"];
export type Version = Wire["NoteVersion"];
export type Compared = Wire["NoteLine"];
export type Reader = Wire["NoteReader"];
export type Lost = Wire["LostWords"];

export type Comment = Wire["NoteComment"];

/** A comment with its answers. */
export interface CommentThread {
  root: Comment;
  answers: readonly Comment[];
}

/** Comments with their answers, the oldest first; one that was taken back stays for the answers that it has. */
export function threadsOf(comments: readonly Comment[]): CommentThread[] {
  const threads = comments.filter(({ root_id }) => !root_id).map((root) => ({ root, answers: comments.filter(({ root_id }) => root_id === root.id) }));
  return threads.filter(({ root, answers }) => !root.withdrawn_at || answers.some(({ withdrawn_at }) => !withdrawn_at));
}

/** Comments with one put in or replaced, unless the one that is held is newer. */
export function withComment(comments: readonly Comment[], comment: Comment): readonly Comment[] {
  const held = comments.find(({ id }) => id === comment.id);
  if (held && held.tick > comment.tick) return comments;
  return [...comments.filter(({ id }) => id !== comment.id), comment].sort((one, other) => one.said_at.localeCompare(other.said_at) || one.id.localeCompare(other.id));
}

/** In the order in which they are offered. */
export const TEMPLATES: readonly Template[] = ["blank", "meeting", "procedure", "handover", "errors"];

/** Letters as bytes (base64). */
export function bytesOf(letters: string): Uint8Array {
  return Uint8Array.from(atob(letters), (letter) => letter.codePointAt(0) ?? 0);
}

/** Bytes as letters. */
export function lettersOf(bytes: Uint8Array): string {
  let text = "";
  // A call takes so many arguments and no more.
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCodePoint(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** A note in a list, put at its place: what is pinned first, then what was written in last. One that was taken back goes. */
export function withNote(list: readonly Note[], note: Note): readonly Note[] {
  const held = list.find(({ id }) => id === note.id);
  if (held && held.tick > note.tick) return list;
  const others = list.filter(({ id }) => id !== note.id);
  return note.withdrawn_at ? others : [...others, note].sort(order);
}

function order(one: Note, other: Note): number {
  if (one.pinned !== other.pinned) return one.pinned ? -1 : 1;
  return other.edited_at.localeCompare(one.edited_at) || other.id.localeCompare(one.id);
}

/** Whether the day on which somebody looks at a note again has come. */
export const isDue = ({ review_on: day }: Pick<Note, "review_on">, today: string): boolean => Boolean(day) && String(day) <= today;

/** One of eight hands, always the same for a person: the colour of their caret, told by their name as well. */
export function handOf(person: Id): number {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8;
  return sum;
}
