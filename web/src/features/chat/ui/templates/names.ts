import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { RoomTemplate } from "../../api.orders.ts";
import { t } from "../../text.templates.ts";

/** What a template is called: one that comes with the program in the reader's language. */
export const templateName = ({ builtin, words }: Pick<RoomTemplate, "builtin" | "words">): string => (builtin ? t[builtin] : words.name);

/** What notes can begin as. */
export const PAGE_KINDS = ["blank", "meeting", "handover", "errors", "procedure"] as const;

const REFUSALS: Record<string, () => string> = {
  "chat.personal_number": () => t.personal_number,
  "chat.personal_number_refused": () => t.personal_number,
};

/** What to tell of a refusal. */
export const problem = (error: unknown): string => (error instanceof Problem && REFUSALS[error.code]?.()) || problemText(error);
