import { belongsToInputMethod } from "../../platform/ime.ts";
import { code, prefixOf } from "../../platform/place.ts";
import { isAt, placesStore, type Place } from "../../platform/places.ts";
import { besideStore, showBesideNext } from "./beside.ts";

/** The address at which an organisation opens. */
export const homeOf = (place: Pick<Place, "code">) => `${prefixOf(place.code ?? null)}/`;

/** The page of the organisation beside. */
export const besideFrame = () => document.querySelector<HTMLIFrameElement>("iframe.beside-page");

/** Before the window goes to another organisation: the one beside and the one that goes change places. */
export function leaveFor(place: Place): void {
  if (isAt(besideStore.get(), place.code)) showBesideNext(placesStore.get().find((own) => isAt(own, code)) ?? null);
}

/** Goes to an organisation: to its half of the window if it has one, else the whole window goes. */
export function visit(place: Place): void {
  if (isAt(place, code)) {
    window.focus();
    document.getElementById("content")?.focus();
  } else if (isAt(besideStore.get(), place.code) && besideFrame()?.offsetParent) besideFrame()?.contentWindow?.focus();
  else {
    leaveFor(place);
    location.assign(homeOf(place));
  }
}

/** Alt and a digit: the organisation at that place of the list. */
export function onPlaceKey(event: KeyboardEvent): void {
  if (belongsToInputMethod(event) || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const place = placesStore.get()[Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0) - 1];
  if (!place) return;
  event.preventDefault();
  visit(place);
}
