import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import { t, type PasskeyTexts } from "../../text.passkeys.ts";

type Sentence = { [Key in keyof PasskeyTexts]: PasskeyTexts[Key] extends string ? Key : never }[keyof PasskeyTexts];

/** Sentences for what only passkeys are refused with. They come with the screens that meet them, and not at the start. */
const KNOWN: Record<string, Sentence> = {
  "identity.passkey_refused": "refused",
  "identity.passkeys_not_here": "notHere",
  "identity.passkey_unusable": "unusable",
  "identity.passkey_exists": "exists",
  "identity.too_many_passkeys": "tooMany",
  "identity.passkeys_stopped": "stopped",
  "identity.challenge_over": "late",
  "passkey.cancelled": "cancelled",
};

/** What to tell the person about an error that a passkey has met. */
export function passkeyProblem(error: unknown): string {
  const known = error instanceof Problem ? KNOWN[error.code] : undefined;
  return known ? t[known] : problemText(error);
}
