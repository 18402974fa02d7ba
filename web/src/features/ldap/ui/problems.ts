import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import { t } from "../text.ts";

/** Sentences for the refusals of this feature. Only its screens meet them, so they come with it and not at the start. */
const KNOWN: Record<string, "tooManyDirectories" | "runIsOn" | "runIsOver"> = {
  "ldap.too_many_directories": "tooManyDirectories",
  "ldap.run_is_on": "runIsOn",
  "ldap.run_is_over": "runIsOver",
};

/** What to tell the person about an error that this feature's screens can meet. */
export function ldapProblem(error: unknown): string {
  const known = error instanceof Problem ? KNOWN[error.code] : undefined;
  return known ? t[known] : problemText(error);
}
