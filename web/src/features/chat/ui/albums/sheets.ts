/** Pictures on a sheet of A4: two beside one another, three below. */
export const ON_A_SHEET = 6;

/** Things as they go on sheets. */
export function sheetsOf<T>(things: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(things.length / ON_A_SHEET) }, (_, sheet) => things.slice(sheet * ON_A_SHEET, (sheet + 1) * ON_A_SHEET));
}

/** A number that somebody typed, within bounds. */
export function within(typed: string, least: number, most: number, otherwise: number): number {
  const number = Number(typed.normalize("NFKC").trim());
  return Number.isInteger(number) && number > 0 ? Math.min(most, Math.max(least, number)) : otherwise;
}
