import { fieldError } from "../../../../design/Field.tsx";
import { Problem } from "../../../../platform/http.ts";
import { t } from "../../text.organisations.ts";

/** What is wrong with an address that somebody chose. */
export function codeFault(error: unknown): string | null {
  const fault = error instanceof Problem ? error.fields.find(({ field }) => field === "code")?.code : undefined;
  if (fault === "already_exists") return t.codeTaken;
  return fault === "invalid" ? t.codeMalformed : fieldError(error, "code");
}
