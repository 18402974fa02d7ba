import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import type { BroadcastFile } from "./model.files.ts";

export type Broadcast = Wire["Broadcast"];
export type BroadcastLine = Wire["BroadcastLine"];
export type Received = Wire["ReceivedBroadcast"];
export type ReceivedLine = Wire["ReceivedBroadcastLine"];
export type Mine = Wire["BroadcastMine"];
export type Summary = Wire["BroadcastSummary"];
export type Audience = Wire["Audience"];
export type Line = Wire["AudienceLine"];
export type Counts = Wire["BroadcastCounts"];
export type OfSection = Wire["BroadcastOfSection"];
export type Recipient = Wire["BroadcastRecipient"];
export type Stage = Wire["BroadcastStage"];
export type State = Wire["BroadcastState"];
export type Reply = Wire["BroadcastReply"];
export type SavedList = Wire["BroadcastList"];

/** What a draft says, as it is sent. */
export interface Draft {
  title: string;
  body: string;
  as_post: Id | null;
  audience: Audience;
  must_read: boolean;
  confirm_by: string | null;
  remind_at: string | null;
  ends_at: string | null;
  replies: Wire["BroadcastReplies"];
  files: readonly BroadcastFile[];
}

export const noLine: Line = { units: [], titles: [], max_rank: null, employments: [], places: [] };
export const nobody: Audience = { lines: [], people: [], except: [], except_people: [] };
export const emptyDraft: Draft = { title: "", body: "", as_post: null, audience: nobody, must_read: false, confirm_by: null, remind_at: null, ends_at: null, replies: "closed", files: [] };

/** A post, as what is sent as its holder knows it. */
type Held = { id: Id; unit_id: Id; title_id?: Id | null };

/** What somebody has in hand of a draft. The post is chosen by its id, and a broadcast keeps its unit and title; one that they hold no more is none. */
export function draftOf(broadcast: Broadcast, posts: readonly Held[]): Draft {
  const { title, body, audience, must_read, confirm_by, remind_at, ends_at, replies, files, post_unit_id, post_title_id } = broadcast;
  const post = post_unit_id && posts.find(({ unit_id, title_id }) => unit_id === post_unit_id && (title_id ?? null) === (post_title_id ?? null));
  return { title, body, audience, must_read, confirm_by: confirm_by ?? null, remind_at: remind_at ?? null, ends_at: ends_at ?? null, replies, files, as_post: post ? post.id : null };
}

/** Whose ids are chosen, after some of them that were on screen were taken away and others added: who was not shown yet stays chosen. */
export function rechosen(ids: readonly Id[], shown: readonly Id[], next: readonly Id[]): Id[] {
  const removed = new Set(shown.filter((id) => !next.includes(id)));
  return [...ids.filter((id) => !removed.has(id)), ...next.filter((id) => !ids.includes(id))];
}

/** At which step what was refused is mended: the words come first, then whom it is for. Nothing where it is of neither. */
export function stepOf(field: string): 0 | 1 | null {
  if (field.startsWith("audience")) return 1;
  if (field.startsWith("files")) return 0;
  return ["title", "body", "as_post", "confirm_by", "remind_at", "ends_at"].includes(field) ? 0 : null;
}

/** Whether an audience names nobody, whatever the day. */
export const isEmpty = ({ lines, people }: Audience): boolean => lines.length === 0 && people.length === 0;

/** Whether a line is all of the staff. */
export const isEverybody = ({ units, titles, max_rank, employments, places }: Line): boolean => units.length + titles.length + employments.length + places.length === 0 && (max_rank ?? null) === null;

/** For how many somebody waits. */
export const waitingOf = ({ total, done, away }: Counts): number => total - done - away;

/** How many of a hundred of those for whom it is waited have done it; nothing where nobody is waited for. */
export function percentOf({ total, done, away }: Counts): number | null {
  const asked = total - away;
  return asked > 0 ? Math.floor((100 * done) / asked) : null;
}

/** What presses: what is overdue first, then what has the nearest deadline, then the newest. */
export function byUrgency(lines: readonly ReceivedLine[]): ReceivedLine[] {
  const due = ({ confirm_by }: ReceivedLine) => (confirm_by ? Date.parse(confirm_by) : Number.POSITIVE_INFINITY);
  return [...lines].sort((one, other) => {
    const [first, second] = [due(one), due(other)];
    return first === second ? Date.parse(other.sent_at) - Date.parse(one.sent_at) : first - second;
  });
}

export const isOverdue = ({ must_read, confirm_by, mine }: Pick<ReceivedLine, "must_read" | "confirm_by" | "mine">, now: number): boolean => must_read && mine.pending && Boolean(confirm_by) && Date.parse(confirm_by ?? "") <= now;

const OPENS_AT = 9 * 60;
const DAY_MS = 86_400_000;
const ZONE_MS = 9 * 60 * 60 * 1000;

/** Nine in the morning, in Japan, of a day (`YYYY-MM-DD`). */
export const morningOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) - ZONE_MS + OPENS_AT * 60_000;

/** When those who have not confirmed are reminded unless somebody says otherwise: the morning before the deadline, where that is still to come. */
export function usualReminder(confirmBy: string | null, now: number): string | null {
  if (!confirmBy) return null;
  const due = Date.parse(confirmBy);
  const day = (at: number) => new Date(at + ZONE_MS).toISOString().slice(0, 10);
  const mornings = [morningOf(day(due - DAY_MS)), morningOf(day(due))];
  const found = mornings.find((at) => at > now && at < due);
  return found === undefined ? null : new Date(found).toISOString();
}

/** What a field for a moment holds of an instant, by the office's clock. */
export const fieldOf = (instant: string | null): string => (instant ? new Date(Date.parse(instant) + ZONE_MS).toISOString().slice(0, 16) : "");

/** The instant that such a field means; nothing where it is empty. */
export function instantOf(field: string): string | null {
  const at = field === "" ? Number.NaN : Date.parse(`${field}:00Z`);
  return Number.isNaN(at) ? null : new Date(at - ZONE_MS).toISOString();
}
