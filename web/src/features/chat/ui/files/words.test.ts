import { expect, test } from "vitest";
import { codeText } from "../../../../platform/problems.ts";
import { refusalText } from "./words.ts";

test("every refusal of a file has a sentence of its own", () => {
  const codes = ["too_large", "organisation_full", "elsewhere", "unreadable", "gone", "too_much_waiting", "longer_than_said", "checksum_mismatch", "wrong_offset", "overtaken", "other_version", "unknown_checksum", "wrong_content_type", "quarantined", "infected", "too_large_to_check"];
  for (const code of codes) expect(refusalText(`files.${code}`), code).not.toBe(codeText("unexpected"));
  expect(refusalText("disk_full")).toBe(codeText("disk_full"));
});
