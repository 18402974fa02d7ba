/**
 * Folds a text for comparing: width, case, and katakana to hiragana. Only for finding things on this screen;
 * what people typed is kept as it is (a name may need its variant character).
 */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
    .replace(/\s+/g, "");
}

/** Whether every word of the search occurs in one of the texts. */
export function finds(search: string, texts: readonly (string | null | undefined)[]): boolean {
  const hay = texts.map((text) => fold(text ?? ""));
  return search
    .split(/[\s　]+/)
    .filter((word) => word !== "")
    .every((word) => hay.some((text) => text.includes(fold(word))));
}

/** Sorts by reading; kanji fall back to the collator's order, which is not the reading's. */
export const byReading = new Intl.Collator("ja", { numeric: true, sensitivity: "base" });

/** How many characters a person would count. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
