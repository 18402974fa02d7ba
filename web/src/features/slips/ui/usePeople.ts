import { useEffect } from "react";
import type { Id } from "../../../platform/ids.ts";
import { peopleStore, wantPeople, type PersonBrief } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import { namedIn, type Slip } from "../model.ts";

/** People by id, with those asked for who are named in some slips. */
export function usePeople(slips: readonly Slip[]): Readonly<Record<Id, PersonBrief>> {
  const key = [...new Set(slips.flatMap(namedIn))].sort().join();
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  return useStore(peopleStore, (people) => people);
}
