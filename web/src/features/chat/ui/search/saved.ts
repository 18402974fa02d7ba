import { useEffect } from "react";
import type { Answer, Wire } from "../../../../platform/api/wire.ts";
import type { Id } from "../../../../platform/ids.ts";
import { ears, lineStore } from "../../../../platform/live.ts";
import { useMe } from "../../../../platform/session.ts";
import { createStore, useStore } from "../../../../platform/store.ts";
import { savedSearches } from "../../api.ts";

export type SavedSearch = Wire["SavedSearch"];
export type Told = Wire["SavedSearchChanged"];

/** The searches that somebody keeps, the oldest first, and up to which tick what was told of them is in there. */
export interface Kept {
  me: Id;
  items: readonly SavedSearch[];
  at: number;
}

const older = (a: SavedSearch, b: SavedSearch) => Date.parse(a.saved_at) - Date.parse(b.saved_at) || (a.id < b.id ? -1 : 1);

/** What is held after a fact. Pure: a list and the facts after it must equal a list that is fetched after them. */
export function applySaved(kept: Kept, { saved_id: id, saved, at }: Told): Kept {
  if (at <= kept.at) return kept;
  const others = kept.items.filter((one) => one.id !== id);
  return { ...kept, items: saved ? [...others, saved].sort(older) : others };
}

export const keptStore = createStore<Kept | null>(null);

/** Facts that came while the list was being fetched: it may have been read before them. */
let meanwhile: Told[] | null = null;
let round = 0;

/** What the line tells of the searches that I keep. */
export function heard(told: Told): void {
  meanwhile?.push(told);
  keptStore.update((kept) => kept && applySaved(kept, told));
}

ears.set("search.saved_changed", heard);

/** Asks for the searches that I keep. */
export async function load(me: Id): Promise<void> {
  const asked = ++round;
  meanwhile ??= [];
  try {
    const { items, at }: Answer<"list_saved_searches"> = await savedSearches();
    if (asked === round) keptStore.set(meanwhile.reduce(applySaved, { me, items, at }));
  } finally {
    if (asked === round) meanwhile = null;
  }
}

// A city whose lines come back together does not ask in the same moment.
const RETURN_MS = 10_000;

/** The searches that I keep, as they are on all of my devices; none before they were asked for. */
export function useSaved(): readonly SavedSearch[] {
  const me = useMe().person.id;
  const live = useStore(lineStore, (line) => line === "live");
  const kept = useStore(keptStore, (held) => held);
  useEffect(() => {
    const held = keptStore.get();
    const mine = held?.me === me;
    if (mine && !live) return;
    const timer = setTimeout(() => void load(me).catch(() => undefined), mine ? RETURN_MS * Math.random() : 0);
    return () => clearTimeout(timer);
  }, [me, live]);
  return kept?.me === me ? kept.items : [];
}
