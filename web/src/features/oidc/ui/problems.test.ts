import { expect, test } from "vitest";
import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import { checkText, oidcProblem } from "./problems.ts";

/** What `OidcRefusal` can say. */
const CODES = ["too_many_providers", "administrators_need_password", "other_address", "away", "untrusted", "unreadable", "attempt_over", "cancelled", "declined", "client_refused", "other_issuer", "other_audience", "bad_signature", "clock", "no_login", "unverified", "no_account", "account_linked", "subject_linked", "last_way", "kept"];

test("every way in which a sign-in fails has a sentence of its own", () => {
  const sentences = CODES.map((code) => oidcProblem(new Problem(`oidc.${code}`, 403)));
  for (const sentence of sentences) expect(sentence).toMatch(/[ぁ-ん].*。$/);
  expect(new Set(sentences).size).toBe(CODES.length);
});

test("what others refuse is told as it is everywhere", () => {
  const problem = new Problem("identity.suspended", 403);
  expect(oidcProblem(problem)).toBe(problemText(problem));
});

test("a check says where people will sign in, or what is wrong", () => {
  expect(checkText({ fault: null, detail: "https://id.example/authorize" })).toContain("id.example");
  expect(checkText({ fault: "insecure", detail: "http://id.example" })).toContain("https");
});
