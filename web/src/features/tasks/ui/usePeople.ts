import { useEffect } from "react";
import type { Id } from "../../../platform/ids.ts";
import { peopleStore, wantPeople, type PersonBrief } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import type { Task } from "../model.ts";
import { namedIn } from "./words.ts";

/** People by id, with those asked for who are named in some tasks. */
export function usePeople(tasks: readonly Task[]): Readonly<Record<Id, PersonBrief>> {
  const key = [...new Set(tasks.flatMap(namedIn))].sort().join();
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  return useStore(peopleStore, (people) => people);
}
