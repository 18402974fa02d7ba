import { useCallback, useEffect } from "react";
import type { Answer } from "./api/wire.ts";
import { call } from "./http.ts";
import type { Id } from "./ids.ts";
import type { Unit } from "./people.ts";
import { isGuest } from "./session.ts";
import { createStore, useStore } from "./store.ts";

const unitStore = createStore<{ units: readonly Unit[]; byId: ReadonlyMap<Id, Unit> } | null>(null);
let asked = false;

/** The units of the organisation in 建制順; fetched when something on screen needs them. */
export function useUnits(): readonly Unit[] {
  useEffect(() => {
    void fetchUnits();
  }, []);
  return useStore(unitStore, (state) => state?.units ?? NONE);
}
const NONE: readonly Unit[] = [];

export async function fetchUnits(): Promise<void> {
  if (asked || isGuest()) return;
  asked = true;
  try {
    const { items } = await call<Answer<"list_units">>("GET", "/units");
    unitStore.set({ units: items, byId: new Map(items.map((unit) => [unit.id, unit])) });
  } catch {
    asked = false;
  }
}

/** The organisation changed: what is held is fetched again when next needed. */
export function forgetUnits(): void {
  asked = false;
  if (unitStore.get()) void fetchUnits();
}

/** How units are read in kana, for finding the rooms called after them; fetched once somebody searches. */
export function useUnitReadings(searching: boolean): (id: Id | null | undefined) => string | null {
  useEffect(() => {
    if (searching) void fetchUnits();
  }, [searching]);
  const byId = useStore(unitStore, (state) => state?.byId ?? null);
  return useCallback((id) => (id ? (byId?.get(id)?.reading ?? null) : null), [byId]);
}

/** The name of a unit, where the units are here already. */
export function unitName(id: Id): string | null {
  return unitStore.get()?.byId.get(id)?.name ?? null;
}

/** Lets a text that calls units be drawn anew once their names are here. */
export function useUnitNames(wanted: boolean): void {
  useEffect(() => {
    if (wanted) void fetchUnits();
  }, [wanted]);
  useStore(unitStore, (state) => wanted && state !== null);
}

export function useUnitName(id: Id): string | null {
  useEffect(() => {
    void fetchUnits();
  }, []);
  return useStore(unitStore, (state) => state?.byId.get(id)?.name ?? null);
}
