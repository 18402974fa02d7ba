import { dayOf, dayText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import { byReading, finds } from "../../../../platform/reading.ts";
import type { Share, ShareState } from "../../api.shares.ts";
import type { Room } from "../../model.ts";
import { t, type ShareTexts } from "../../text.shares.ts";

type Sentence = { [Key in keyof ShareTexts]: ShareTexts[Key] extends string ? Key : never }[keyof ShareTexts];

/** Sentences for the refusals that only these screens meet. */
const KNOWN: Record<string, Sentence> = {
  "chat.not_shareable": "notShareable",
  "chat.shared_already": "sharedAlready",
  "chat.shared_from_elsewhere": "sharedFromElsewhere",
  "chat.own_organisation": "ownOrganisation",
  "chat.share_answered": "shareAnswered",
  "chat.share_not_agreed": "shareNotAgreed",
  "chat.guests_in_room": "guestsInRoom",
  "chat.share_not_ready": "shareNotReady",
};

/** What to tell the person about an error that these screens can meet. */
export function shareProblem(error: unknown): string {
  const known = error instanceof Problem ? KNOWN[error.code] : undefined;
  return known ? t[known] : problemText(error);
}

/** The sentence for one field of a refused request. */
export function shareField(error: unknown, field: string): string | null {
  const found = error instanceof Problem ? error.fields.find((one) => one.field === field) : undefined;
  return found ? (field === "organisation" ? t.noOrganisation : codeText(found.code)) : null;
}

/** What has become of a share, in a word. */
export const stateText = (state: ShareState): string => t[state];

/** The day since which a share is in its state. */
export const lastDayText = ({ ended_at, answered_at, offered_at }: Share) => dayText(dayOf(ended_at ?? answered_at ?? offered_at), false);

/** Whether a share is of a room of ours of which I may not know; then I am told of theirs and of the purpose as little. */
const isHidden = ({ room, state, direction }: Share) => !room && (direction === "offered" || state === "agreed" || state === "ended");

/** What our room is called; of a private one only its members and administrators know. */
export const roomText = (share: Share) => share.room?.name ?? (isHidden(share) ? t.privateRoom : t.noRoom);

/** What their room is called. */
export const theirRoomText = (share: Share) => share.their_room || (isHidden(share) ? "—" : t.noRoom);

/** What a share is for. */
export const purposeText = ({ purpose }: Share) => purpose || "—";

/** Whether it is on us to answer. */
export const waitsForUs = ({ state, direction }: Share) => state === "offered" && direction === "received";

/** Which shares a list shows: all, those that are on, or those that are over. */
export type Phase = "all" | "on" | "over";

/** The shares of a phase that a search finds. */
export function shownOf(shares: readonly Share[], phase: Phase, search: string): Share[] {
  const isOn = ({ state }: Share) => state === "offered" || state === "agreed";
  return shares.filter((share) => (phase === "all" || isOn(share) === (phase === "on")) && finds(search, [share.organisation.name, share.organisation.code, share.room?.name, share.their_room, share.purpose]));
}

/** Whether a room may be shared at all: one that people made and that is written in. */
export const shareable = (room: Pick<Room, "kind" | "archived_at">) => (room.kind === "open" || room.kind === "private") && !room.archived_at;

/** The rooms to choose from, by name: my own that the search fits and what the server found, each once; the chosen one is never lost. */
export function choicesOf(own: readonly Room[], found: readonly Room[], search: string, chosen: Room | null, most: number): Room[] {
  const fitting = [...own.filter((room) => finds(search, [room.name])), ...found];
  const rows = [...new Map(fitting.map((room) => [room.id, room])).values()].sort((a, b) => byReading.compare(a.name, b.name)).slice(0, most);
  return chosen && !rows.some((room) => room.id === chosen.id) ? [chosen, ...rows] : rows;
}
