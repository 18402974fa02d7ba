import type { Answer } from "./api/wire.ts";
import { call } from "./http.ts";
import { learnOthers, type Place } from "./places.ts";
import { createStore } from "./store.ts";

type Listing = Answer<"list_listed_organisations">;

/** The organisations that are named to everybody, as the server last told. */
export const listedStore = createStore<readonly Place[] | null>(null);

/** Asks which organisations are named to everybody, and which one is at this address. */
export async function askHere(): Promise<Listing> {
  const told = await call<Listing>("GET", "/organisations/listed");
  listedStore.set(told.items);
  learnOthers(told.items.some((place) => place.code));
  return told;
}

/** The same without the one at this address. */
export const askListed = async (): Promise<readonly Place[]> => (await askHere()).items;
