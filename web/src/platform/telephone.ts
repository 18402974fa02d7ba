const FEWEST_DIGITS = 3;

/** The address behind a number that a telephone can call; null where there is none in it. Full-width digits are digits. */
export function telephone(number: string): string | null {
  const digits = number.normalize("NFKC").replace(/[^\d+*#]/g, "");
  return digits.replace(/\D/g, "").length < FEWEST_DIGITS ? null : `tel:${digits}`;
}
