import { codeText } from "../../../../platform/problems.ts";
import { t, type FileTexts } from "../../text.files.ts";

type Sentence = { [Key in keyof FileTexts]: FileTexts[Key] extends string ? Key : never }[keyof FileTexts];

/** Sentences for the refusals that only files on their way meet. */
const KNOWN: Record<string, Sentence> = {
  "files.too_large": "tooLarge",
  "files.too_much_waiting": "tooMuchWaiting",
  "files.organisation_full": "organisationFull",
  "files.elsewhere": "elsewhere",
  "files.unreadable": "unreadable",
  "files.gone": "gone",
  "files.quarantined": "checking",
  "files.infected": "infected",
  "files.too_large_to_check": "tooLargeToCheck",
  "files.longer_than_said": "changed",
  "files.checksum_mismatch": "changed",
  "files.wrong_offset": "changed",
  "files.overtaken": "changed",
  "files.other_version": "outOfStep",
  "files.unknown_checksum": "outOfStep",
  "files.wrong_content_type": "outOfStep",
};

/** Whether a file waits for the server to be put right, and not for the line. */
export const isServersFault = (code: string | null) => ["disk_full", "disk_failed", "busy", "files.elsewhere", "files.quarantined"].includes(code ?? "");

/** Why the server refuses a file, in words. */
export function refusalText(code: string | null): string {
  const known = KNOWN[code ?? ""];
  return known ? t[known] : codeText(code);
}
