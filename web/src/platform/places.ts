import type { Answer } from "./api/wire.ts";
import { call } from "./http.ts";
import { code, framed } from "./place.ts";
import { createStore } from "./store.ts";

/** The colours among which an organisation chooses. */
export const COLOURS = ["indigo", "green", "vermilion", "purple", "teal", "brown", "pink", "slate"] as const;
export type Colour = (typeof COLOURS)[number];

/** What this browser knows of an organisation in which it is signed in. */
export interface Place {
  code: string | null;
  name: string;
  colour: string;
}

// All organisations of this address share these two, unlike everything else that is kept here.
const SIGNED_IN = "engawa.places";
const LAST = "engawa.last-place";

const isPlace = (value: unknown): value is Place => {
  const place = value as Place | null;
  return typeof place === "object" && place !== null && typeof place.name === "string" && typeof place.colour === "string" && (place.code === null || typeof place.code === "string");
};

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

const signedIn = (): readonly Place[] => {
  const places = kept(SIGNED_IN);
  return Array.isArray(places) ? places.filter(isPlace) : [];
};

/** The organisations in which this browser is signed in, in the order in which it was. */
export const placesStore = createStore<readonly Place[]>(signedIn());
if (typeof window !== "undefined")
  window.addEventListener("storage", (event) => {
    if (event.key === SIGNED_IN || event.key === null) placesStore.set(signedIn());
  });

function hold(change: (places: readonly Place[]) => readonly Place[]): void {
  // Another tab may have signed in or out in the same moment.
  const before = signedIn();
  const after = change(before);
  if (JSON.stringify(before) !== JSON.stringify(after)) keep(SIGNED_IN, after);
  if (JSON.stringify(placesStore.get()) !== JSON.stringify(after)) placesStore.set(after);
}

/** This browser is signed in there. */
export function enterPlace({ code: at, name, colour }: Place): void {
  const place = { code: at, name, colour };
  hold((places) => (places.some((other) => other.code === at) ? places.map((other) => (other.code === at ? place : other)) : [...places, place]));
  keep(LAST, place);
}

/** This browser is signed in there no more. */
export function leavePlace(at: string | null): void {
  hold((places) => places.filter((place) => place.code !== at));
}

const BESIDE = "engawa.beside";

function keptBeside(): Place | null {
  try {
    const place = JSON.parse(sessionStorage.getItem(BESIDE) ?? "null") as unknown;
    return !framed && isPlace(place) && place.code !== code ? place : null;
  } catch {
    return null;
  }
}

/** The organisation that is shown beside this one in the same window. */
export const besideStore = createStore<Place | null>(keptBeside());

/** Has an organisation shown beside; it stays so when the page is read anew, and `next` says whose page that will be. */
export function showBeside(place: Place | null, next: string | null = code): void {
  try {
    sessionStorage.setItem(BESIDE, JSON.stringify(place));
  } catch {
    // Then it lasts as long as the page.
  }
  if (next === code) besideStore.set(place);
}

/** Whether this browser is signed in elsewhere too. */
export const elsewhere = (places: readonly Place[]) => places.some((place) => place.code !== code);

/** The organisation that was used last on this device. */
export const lastPlace = (): Place | null => {
  const place = kept(LAST);
  return isPlace(place) ? place : null;
};


/** What tells an organisation from others on a small tile: two characters of its name, after what it shares with names that begin alike. */
export function shortName(name: string, all: readonly string[]): string {
  const first = (text: string) => Array.from(text.trim()).slice(0, 2).join("");
  const alike = all.filter((other) => other !== name && first(other) === first(name));
  let shared = 0;
  while (shared < name.length && alike.some((other) => other.startsWith(name.slice(0, shared + 1)))) shared++;
  return first(name.slice(shared)) || first(name);
}

// Whoever has seen that there are other organisations is offered the way to them; all others are told nothing of it.
const OTHERS = "engawa.others";

/** Whether this device has heard of organisations besides its own. */
export const knowsOthers = () => code !== null || kept(OTHERS) === true;

/** The organisations that are named to everybody, as the server last told. */
export const listedStore = createStore<readonly Place[] | null>(null);

/** Asks which organisations are named to everybody. */
export async function askListed(): Promise<readonly Place[]> {
  return (await askHere()).items;
}

/** The same, with the one at this address. */
export async function askHere(): Promise<Answer<"list_listed_organisations">> {
  const told = await call<Answer<"list_listed_organisations">>("GET", "/organisations/listed");
  listedStore.set(told.items);
  keep(OTHERS, told.items.some((place) => place.code));
  return told;
}
