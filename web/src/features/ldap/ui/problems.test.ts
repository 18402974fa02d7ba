import { expect, test } from "vitest";
import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import { ldapProblem } from "./problems.ts";

/** What `LdapRefusal` can say. */
const CODES = ["too_many_directories", "run_is_on", "run_is_over"];

test("every refusal of a directory has a sentence of its own", () => {
  const sentences = CODES.map((code) => ldapProblem(new Problem(`ldap.${code}`, 409)));
  for (const sentence of sentences) expect(sentence).toMatch(/[ぁ-ん].*。$/);
  expect(new Set(sentences).size).toBe(CODES.length);
});

test("what others refuse is told as it is everywhere", () => {
  const problem = new Problem("identity.suspended", 403);
  expect(ldapProblem(problem)).toBe(problemText(problem));
});
