import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import { t } from "../text.ts";

/** What a form was refused for, and how long to wait. */
export function FormError({ error, words = problemText }: { error: unknown; words?: (error: unknown) => string }) {
  if (!error) return null;
  const wait = error instanceof Problem && error.retryAfter !== null ? ` ${t.waitSeconds(error.retryAfter)}` : "";
  return (
    <p className="form-error" role="alert">
      {words(error)}
      {wait}
    </p>
  );
}
