import { dayText, momentText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { isId, type Id } from "../../../../platform/ids.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import type { Inspection, InspectionState } from "../../api.inspections.ts";
import { t as chat } from "../../text.ts";
import { t, type InspectionTexts } from "../../text.inspections.ts";

type Sentence = { [Key in keyof InspectionTexts]: InspectionTexts[Key] extends string ? Key : never }[keyof InspectionTexts];

/** Sentences for the refusals that only these screens meet. */
const KNOWN: Record<string, Sentence> = {
  "chat.readable_anyway": "readableAnyway",
  "chat.inspection_asked": "inspectionAsked",
  "chat.no_such_direct": "noSuchDirect",
  "chat.own_inspection": "ownInspection",
  "chat.inspection_decided": "inspectionDecided",
  "chat.not_the_inspector": "notTheInspector",
  "chat.inspection_not_open": "inspectionNotOpen",
};

const FIELDS: Record<string, Sentence> = { too_short: "tooShort", before_begin: "beforeBegin" };

/** What to tell the person about an error that these screens can meet. */
export function inspectionProblem(error: unknown): string {
  const known = error instanceof Problem ? KNOWN[error.code] : undefined;
  return known ? t[known] : problemText(error);
}

/** The sentence for one field of a refused request. */
export function inspectionField(error: unknown, field: string): string | null {
  const found = error instanceof Problem ? error.fields.find((one) => one.field === field) : undefined;
  const known = found && FIELDS[found.code];
  return known ? t[known] : found ? codeText(found.code) : null;
}

/** What has become of a request, in a word. */
export const stateText = (state: InspectionState) =>
  ({ waiting: t.stateWaiting, granted: t.stateGranted, refused: t.stateRefused, withdrawn: t.stateWithdrawn, lapsed: t.stateLapsed, ended: t.stateEnded })[state];

/** What a room is called: a direct one after those in it. */
export const roomName = ({ room }: Pick<Inspection, "room">) => room.name || room.people.map((person) => person.name).join(chat.comma);

/** The days that may be read. */
export function daysText({ from_day, until_day }: Pick<Inspection, "from_day" | "until_day">): string {
  if (from_day && until_day) return t.days(dayText(from_day), dayText(until_day));
  if (from_day) return t.since(dayText(from_day));
  return until_day ? t.upTo(dayText(until_day)) : t.allDays;
}

/** Who decided, and when. */
export function decisionText({ decided_by: by, decided_at: at, state }: Pick<Inspection, "decided_by" | "decided_at" | "state">): string | null {
  if (!by || !at) return null;
  return state === "refused" ? t.refused(by.name, momentText(at)) : t.granted(by.name, momentText(at));
}

const MINUTE_MS = 60_000;

/** How long somebody may still read; null when that is over. A begun minute counts. */
export function leftText(due: string, now: number): string | null {
  const minutes = Math.ceil((Date.parse(due) - now) / MINUTE_MS);
  return minutes > 0 ? t.left(Math.floor(minutes / 60), minutes % 60) : null;
}

/** The room that a pasted address leads to; null when it leads to none. */
export function roomOfLink(link: string): Id | null {
  const id = /(?:^|\/rooms\/)([0-9a-z]{13})(?=$|[/?#\s])/i.exec(link.trim())?.[1];
  return id && isId(id) ? id : null;
}
