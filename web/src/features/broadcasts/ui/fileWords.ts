import { codeText } from "../../../platform/problems.ts";
import { t, type FileTexts } from "../text.files.ts";

type Sentence = { [Key in keyof FileTexts]: FileTexts[Key] extends string ? Key : never }[keyof FileTexts];

/** Sentences for the refusals that only files on their way meet. */
const KNOWN: Record<string, Sentence> = {
  "files.too_large": "tooLarge",
  "files.too_much_waiting": "tooMuchWaiting",
  "files.organisation_full": "organisationFull",
  "files.elsewhere": "elsewhere",
  "files.unreadable": "unreadable",
  "files.infected": "infected",
  "files.too_large_to_check": "tooLargeToCheck",
  "files.longer_than_said": "changed",
  "files.checksum_mismatch": "changed",
  invalid_input: "unreadable",
};

/** Why the server refuses a file, in words. */
export function refusalText(code: string | null): string {
  const known = KNOWN[code ?? ""];
  return known ? t[known] : codeText(code);
}
