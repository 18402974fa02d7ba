import { isAt, type Place } from "../../../../platform/places.ts";
import { finds } from "../../../../platform/reading.ts";

/** Where somebody may go: what is listed, in the list's order, and where they are signed in although it is not. */
export function choicesOf(listed: readonly Place[], signedIn: readonly Place[], search: string): Place[] {
  const unlisted = signedIn.filter((place) => !listed.some((other) => isAt(other, place.code)));
  return [...listed, ...unlisted].filter(({ name, code }) => finds(search, [name, code]));
}
