import type { Asked, Wire } from "../../platform/api/wire.ts";
import { dayText } from "../../platform/dates.ts";

export type Stamp = Wire["ActionStamp"];
export type News = Wire["StampNews"];
export type Kind = Stamp["kind"];
export type Shows = Stamp["shows"];
export type Slot = Stamp["slots"][number];
export type Mark = Wire["SlotMark"];
export type Answers = Wire["StampAnswers"];
export type PersonAnswer = Answers["answers"][number];
export type GivenAnswer = PersonAnswer["answer"];
export type Order = "reading" | "official" | "answer" | "time";
export type NewStamp = Asked<"ask_stamp">;

export const KINDS: readonly Kind[] = ["yes_no", "choice", "attendance", "score", "text", "schedule"];
export const MARKS: readonly Mark[] = ["yes", "maybe", "no"];
export const SIGNS: Record<Mark, string> = { yes: "○", maybe: "△", no: "×" };
/** Where 代理 stands among the options of an attendance. */
export const BY_PROXY = 3;
export const MOST_OPTIONS = 20;

export const NOTHING: GivenAnswer = { choices: [], marks: [], text: "", proxy: "", note: "" };

/** What lies in one answer, as places in the counts. */
export function places(stamp: Pick<Stamp, "kind">, answer: GivenAnswer): number[] {
  return stamp.kind === "schedule" ? answer.marks.map((mark, slot) => 3 * slot + MARKS.indexOf(mark)) : answer.choices;
}

/** The counts as they are once one's own answer is another; what is not told stays so. */
export function recounted(stamp: Stamp, before: GivenAnswer | null, after: GivenAnswer | null): Stamp["counts"] {
  if (!stamp.counts) return stamp.counts ?? null;
  const counts = [...stamp.counts];
  for (const place of before ? places(stamp, before) : []) counts[place] = Math.max(0, (counts[place] ?? 0) - 1);
  for (const place of after ? places(stamp, after) : []) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** A stamp with what is new of it. What is older than what is held changes nothing; what is not told to everybody stays as one knows it. */
export function renewed(stamp: Stamp, news: News): Stamp {
  if (news.at < stamp.at) return stamp;
  const closed = news.closed_at ?? null;
  return { ...stamp, ...news, counts: news.counts ?? stamp.counts, may_answer: stamp.may_answer && closed === null };
}

/** Whether the client has to ask anew to know what it may know. */
export function leavesOpen(stamp: Stamp, news: News): boolean {
  return (news.closed_at ?? null) !== (stamp.closed_at ?? null) || (!news.counts && stamp.counts !== null);
}

export const clock = (time: string | null | undefined) => (time ?? "").slice(0, 5);

/** A date as people read it: 12月3日(木) 10:00–11:30. */
export function slotText(slot: Slot): string {
  const hours = slot.from ? `${clock(slot.from)}${slot.to ? `–${clock(slot.to)}` : ""}` : "";
  return [dayText(slot.day), hours].filter(Boolean).join(" ");
}

/** The dates that suit most: first by ○, then by △; none while nobody has answered. */
export function bestSlots(stamp: Pick<Stamp, "slots" | "counts">): number[] {
  const counts = stamp.counts;
  if (!counts) return [];
  const worth = stamp.slots.map((_, slot) => (counts[3 * slot] ?? 0) * 100_000 + (counts[3 * slot + 1] ?? 0));
  const best = Math.max(...worth);
  return best > 0 ? worth.flatMap((one, slot) => (one === best ? [slot] : [])) : [];
}

/** The mean of scores, to one place; nothing while there are none. */
export function mean(counts: readonly number[]): string | null {
  const answers = counts.reduce((sum, count) => sum + count, 0);
  return answers === 0 ? null : (counts.reduce((sum, count, place) => sum + count * (place + 1), 0) / answers).toFixed(1);
}

/** A moment as fields of a form have it, in the office's zone, and back. */
export const toField = (instant: string) => new Date(Date.parse(instant) + 32_400_000).toISOString().slice(0, 16);
export const fromField = (field: string) => new Date(`${field}:00+09:00`).toISOString();
