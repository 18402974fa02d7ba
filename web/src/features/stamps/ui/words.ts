import { Problem } from "../../../platform/http.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import { SIGNS, slotText, type GivenAnswer, type Kind, type Stamp } from "../model.ts";
import { t } from "../text.ts";

const REFUSALS: Record<string, () => string> = {
  "stamps.closed": () => t.problem_closed,
  "stamps.final": () => t.problem_final,
  "stamps.not_the_asker": () => t.problem_asker,
  "stamps.anonymous": () => t.problem_anonymous,
  "stamps.reminded_lately": () => t.problem_lately,
  "stamps.answered_themselves": () => t.problem_themselves,
  "stamps.nobody_waiting": () => t.problem_nobody,
  "chat.personal_number": () => t.problem_number,
  "chat.personal_number_refused": () => t.problem_number,
};

const FAULTS: Record<string, () => string> = {
  taken: () => t.problem_taken,
  ends_before_it_begins: () => t.problem_ends,
};

/** What to tell of a refusal, with what is known of stamps. */
export function problem(error: unknown): string {
  return (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
}

/** The sentence for one field of a refused stamp. */
export function fault(error: unknown, field: string): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((one) => one.field === field);
  return found ? (FAULTS[found.code]?.() ?? codeText(found.code)) : null;
}

/** What one chooses from, in words. */
export function optionsOf({ kind, options, slots }: Pick<Stamp, "kind" | "options" | "slots">): string[] {
  const known: Partial<Record<Kind, () => string[]>> = {
    yes_no: () => [t.yes, t.no],
    attendance: () => [t.attends, t.absent, t.late, t.byProxy],
    score: () => ["1", "2", "3", "4", "5"],
    schedule: () => slots.map(slotText),
  };
  return known[kind]?.() ?? options;
}

/** An answer in a line. */
export function answerText(stamp: Pick<Stamp, "kind" | "options" | "slots">, answer: GivenAnswer): string {
  if (stamp.kind === "text") return answer.text;
  if (stamp.kind === "schedule") return answer.marks.map((mark) => SIGNS[mark]).join(" ");
  const options = optionsOf(stamp);
  return answer.choices.map((place) => options[place] ?? "").join("、");
}

/** The same with what was remarked. */
export function wholeAnswer(stamp: Pick<Stamp, "kind" | "options" | "slots">, answer: GivenAnswer): string {
  const remarks = [answer.proxy, answer.note].filter(Boolean).join("、");
  return answerText(stamp, answer) + (remarks ? `(${remarks})` : "");
}
