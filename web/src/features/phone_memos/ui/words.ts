import { Problem } from "../../../platform/http.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "phone_memos.no_section": () => t.problem_section,
  "phone_memos.moved_on": () => t.problem_moved,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
  "phone_memos.cleared": () => t.problem_cleared,
  "phone_memos.only_reads": () => t.problem_reads,
};

const FAULTS: Record<string, () => string> = {
  "person_id self": () => t.problem_self,
  "person_id unknown": () => t.problem_unknown,
  "called_at future": () => t.problem_future,
  "called_at past": () => t.problem_past,
  "caller missing": () => t.problem_caller,
};

/** What to tell of a refusal, with what is known of memos. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of a refused memo. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? (FAULTS[`${field} ${found.code}`]?.() ?? codeText(found.code)) : null;
}
