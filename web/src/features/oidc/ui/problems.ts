import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import type { ProviderCheck } from "../api.ts";
import { t, type Texts } from "../text.ts";

type Sentence = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

/** Sentences for the refusals of this feature. Only its screens meet them, so they come with it and not at the start. */
const KNOWN: Record<string, Sentence> = {
  "oidc.too_many_providers": "tooManyProviders",
  "oidc.administrators_need_password": "administratorsNeedPassword",
  "oidc.other_address": "otherAddress",
  "oidc.away": "awayNow",
  "oidc.untrusted": "untrusted",
  "oidc.unreadable": "unreadable",
  "oidc.attempt_over": "attemptOver",
  "oidc.cancelled": "cancelled",
  "oidc.declined": "declined",
  "oidc.client_refused": "clientRefused",
  "oidc.other_issuer": "otherIssuer",
  "oidc.other_audience": "otherAudience",
  "oidc.bad_signature": "badSignature",
  "oidc.clock": "clock",
  "oidc.no_login": "noLogin",
  "oidc.unverified": "unverified",
  "oidc.no_account": "noAccount",
  "oidc.account_linked": "accountLinked",
  "oidc.subject_linked": "subjectLinked",
  "oidc.last_way": "lastWay",
  "oidc.kept": "kept",
};

/** What to tell the person about an error that this feature's screens can meet. */
export function oidcProblem(error: unknown): string {
  const known = error instanceof Problem ? KNOWN[error.code] : undefined;
  return known ? t[known] : problemText(error);
}

const FAULTS: Record<NonNullable<ProviderCheck["fault"]>, Sentence> = {
  no_address: "faultNoAddress",
  insecure: "faultInsecure",
  no_authority: "faultNoAuthority",
  away: "faultAway",
  untrusted: "faultUntrusted",
  no_document: "faultNoDocument",
  other_issuer: "faultOtherIssuer",
};

/** What a check of a provider's documents came to. */
export const checkText = ({ fault, detail }: ProviderCheck) => (fault ? t[FAULTS[fault]] : t.checkFine(new URL(detail).host));
