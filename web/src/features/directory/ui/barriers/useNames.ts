import { useEffect, useMemo } from "react";
import { useLoad } from "../../../../platform/load.ts";
import { peopleStore, wantPeople, type Title } from "../../../../platform/people.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import type { CircleEntry } from "../../model.ts";
import { t } from "../../text.barriers.ts";
import type { Names } from "./words.ts";

/** The titles, the highest in office first. */
export function useTitles(): readonly Title[] | null {
  const titles = useLoad("titles", async () => (await api.titles()).items);
  return useMemo(() => titles.value && [...titles.value].sort((a, b) => a.rank - b.rank), [titles.value]);
}

/** How those are called whom some circles name. */
export function useNames(circle: readonly CircleEntry[], titles: readonly Title[] | null): Names {
  const units = useUnits();
  const people = useStore(peopleStore, (known) => known);
  const wanted = circle.flatMap((entry) => entry.person_id ?? []).join();
  useEffect(() => {
    if (wanted !== "") wantPeople(wanted.split(","));
  }, [wanted]);
  return useMemo(() => {
    // While they load nobody knows whether a name is missing.
    const named = (name: string | undefined, loaded: boolean) => name ?? (loaded ? t.gone : "…");
    return {
      person: (id) => people[id]?.name ?? "…",
      unit: (id) => named(units.find((unit) => unit.id === id)?.name, units.length > 0),
      title: (id) => named(titles?.find((title) => title.id === id)?.name, titles !== null),
    };
  }, [people, units, titles]);
}
