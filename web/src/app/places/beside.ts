import { code, framed } from "../../platform/place.ts";
import { isAt, type Place } from "../../platform/places.ts";
import { createStore } from "../../platform/store.ts";

const BESIDE = "engawa.beside";

function kept(): Place | null {
  try {
    const place = JSON.parse(sessionStorage.getItem(BESIDE) ?? "null") as Place | null;
    return framed || isAt(place, code) ? null : place;
  } catch {
    return null;
  }
}

/** The organisation that is shown beside this one in the same window. */
export const besideStore = createStore<Place | null>(kept());

function keep(place: Place | null): void {
  try {
    sessionStorage.setItem(BESIDE, JSON.stringify(place));
  } catch {
    // Then it lasts as long as the page.
  }
}

/** Has an organisation shown beside this one, until nothing is; it stays when the page is read anew. */
export function showBeside(place: Place | null): void {
  keep(place);
  besideStore.set(place);
}

/** Has an organisation shown beside the one to which this window goes next. */
export const showBesideNext = keep;
