/** The addresses and ranges that somebody wrote, one a line or with commas between them, however wide. */
export function rangesOf(text: string): string[] {
  return text
    .normalize("NFKC")
    .split(/[\s,、]+/)
    .filter((range) => range !== "");
}
