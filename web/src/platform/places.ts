import { code } from "./place.ts";
import { createStore } from "./store.ts";

/** An organisation as others see it: in which this browser is signed in, or which is named to everybody. */
export interface Place {
  code?: string | null;
  name: string;
  colour: string;
}

// All organisations of this browser share what is kept here, unlike everything else.
const SIGNED_IN = "engawa.places";
const LAST = "engawa.last-place";
const OTHERS = "engawa.others";

function kept(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null") as unknown;
  } catch {
    // A browser that keeps nothing knows this window's organisation alone.
    return null;
  }
}

function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // As above.
  }
}

function signedIn(): readonly Place[] {
  const places = kept(SIGNED_IN);
  return Array.isArray(places) ? (places as Place[]) : [];
}

/** The organisations in which this browser is signed in: home first, the others in the order in which it was. */
export const placesStore = createStore<readonly Place[]>(signedIn());
if (typeof window !== "undefined") window.addEventListener("storage", () => hold(signedIn()));

/** Whether two are the same organisation. */
export const isAt = (place: Place | null | undefined, at: string | null | undefined) => Boolean(place) && (place?.code ?? null) === (at ?? null);

function hold(places: readonly Place[]): void {
  if (JSON.stringify(places) !== JSON.stringify(placesStore.get())) placesStore.set(places);
}

function change(places: readonly Place[]): void {
  keep(SIGNED_IN, places);
  hold(places);
}

/** This browser is signed in there. */
export function enterPlace({ code: at, name, colour }: Place): void {
  const place = { code: at, name, colour };
  // Another tab may have signed in or out in the same moment.
  const before = signedIn();
  if (before.some((other) => isAt(other, at))) change(before.map((other) => (isAt(other, at) ? place : other)));
  else change(at ? [...before, place] : [place, ...before]);
  keep(LAST, place);
}

/** This browser is signed in there no more. */
export function leavePlace(at: string | null | undefined): void {
  change(signedIn().filter((place) => !isAt(place, at)));
}

/** Whether this browser is signed in elsewhere too. */
export const elsewhere = (places: readonly Place[]) => places.some((place) => !isAt(place, code));

/** The organisation that was used last on this device. */
export const lastPlace = () => kept(LAST) as Place | null;

/** Whether this device has heard of organisations besides its own: whoever has not is told nothing of them. */
export const knowsOthers = () => code !== null || kept(OTHERS) === true;

/** What the server told about that. */
export const learnOthers = (there: boolean) => keep(OTHERS, there);
