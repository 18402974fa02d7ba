/** The colours among which an organisation chooses, in the order in which the server gives them. */
export const COLOURS = ["indigo", "green", "vermilion", "purple", "teal", "brown", "pink", "slate"] as const;
export type Colour = (typeof COLOURS)[number];

/** What tells an organisation from others on a small tile: two characters of its name, after what it shares with names that begin alike. */
export function shortName(name: string, all: readonly string[]): string {
  const first = (text: string) => Array.from(text.trim()).slice(0, 2).join("");
  const alike = all.filter((other) => other !== name && first(other) === first(name));
  let shared = 0;
  while (shared < name.length && alike.some((other) => other.startsWith(name.slice(0, shared + 1)))) shared++;
  return first(name.slice(shared)) || first(name);
}
