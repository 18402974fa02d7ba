import { momentText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { Times } from "../../api.later.ts";
import { t as guard } from "../../text.guard.ts";
import { t } from "../../text.later.ts";

/** Why something planned was not said. */
export function whyText(why: string): string {
  const known: Record<string, string> = {
    not_found: t.whyMember,
    "chat.not_a_member": t.whyMember,
    "chat.archived": t.whyArchived,
    "chat.handed_over": t.whyMoved,
    "chat.not_here": t.whyGone,
    on_leave: t.whyLeave,
    "as_post.unknown": t.whyPost,
    "chat.personal_number": guard.refused,
    "chat.personal_number_refused": guard.refused,
    "personal_number.required": guard.refused,
  };
  return known[why] ?? problemText(new Problem(why, 409));
}

/** What is wrong with a moment, or anything else that these screens can meet. */
export function laterProblem(error: unknown): string {
  const fault = error instanceof Problem ? error.fields.find(({ field }) => field === "send_at" || field === "remind_at") : undefined;
  if (fault) return fault.code === "too_far" ? t.tooFar : t.past;
  if (error instanceof Problem && error.code.startsWith("chat.personal_number")) return guard.refused;
  if (error instanceof Problem && error.code === "chat.too_many_planned") return t.tooMany;
  if (error instanceof Problem && error.code === "chat.too_many_saved") return t.tooManySaved;
  return isUnclear(error) ? t.unclear : problemText(error);
}

/** Nobody knows whether it arrived. */
export const isUnclear = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status === 408 || error.status >= 500);

/** Why the other one is better left in peace now. */
export function restText({ rest }: Times): string {
  return rest ? { after_hours: t.afterHours, closed_day: t.closedDay, off_duty: t.offDuty, on_leave: t.onLeave }[rest] : "";
}

/** Moments to choose from with a press, each once. */
export function choicesOf(times: Times): { at: string; label: string }[] {
  const all = [
    ...(times.rest_until ? [{ at: times.rest_until, label: t.rests(momentText(times.rest_until)) }] : []),
    { at: times.in_an_hour, label: `${t.inAnHour} (${momentText(times.in_an_hour)})` },
    { at: times.tomorrow, label: `${t.tomorrow} (${momentText(times.tomorrow)})` },
    { at: times.next_open, label: `${t.nextOpen} (${momentText(times.next_open)})` },
  ];
  return all.filter((one, place) => all.findIndex(({ at }) => at === one.at) === place);
}

/** What a field for date and time of this device says, as an instant; null while it says nothing whole. */
export function instantOf(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** An instant as such a field wants it. */
export function localOf(instant: string): string {
  const at = new Date(instant);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
