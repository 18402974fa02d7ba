/** The addresses and ranges that somebody wrote, one a line or with commas between them, however wide. */
export function rangesOf(text: string): string[] {
  return text
    .normalize("NFKC")
    .split(/[\s,、]+/)
    .filter((range) => range !== "");
}

/** What a record says besides, a line each: what is named inside something bears both names, and what is empty says nothing. */
export function factsOf(detail: unknown, name = ""): [name: string, value: string][] {
  if (detail === null || detail === undefined || detail === "") return [];
  if (Array.isArray(detail)) {
    const plain = detail.every((one) => typeof one !== "object");
    if (plain) return detail.length > 0 ? [[name, detail.join(", ")]] : [];
    return detail.flatMap((one, at) => factsOf(one, `${name} ${at + 1}`));
  }
  if (typeof detail === "object") return Object.entries(detail).flatMap(([key, value]) => factsOf(value, name ? `${name} ${key}` : key));
  return [[name, String(detail)]];
}
