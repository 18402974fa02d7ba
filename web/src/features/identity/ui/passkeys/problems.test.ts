import { expect, test } from "vitest";
import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import { passkeyProblem } from "./problems.ts";

/** What the server refuses passkeys with, and what devices do. */
const CODES = ["identity.passkey_refused", "identity.passkeys_not_here", "identity.passkey_unusable", "identity.passkey_exists", "identity.too_many_passkeys", "identity.passkeys_stopped", "identity.challenge_over", "passkey.cancelled"];

test("every way in which a passkey fails has a sentence of its own", () => {
  const sentences = CODES.map((code) => passkeyProblem(new Problem(code, 401)));
  for (const sentence of sentences) expect(sentence).toMatch(/[ぁ-ん].*。$/);
  expect(new Set(sentences).size).toBe(CODES.length);
});

test("what others refuse is told as it is everywhere", () => {
  const problem = new Problem("identity.suspended", 403);
  expect(passkeyProblem(problem)).toBe(problemText(problem));
});
