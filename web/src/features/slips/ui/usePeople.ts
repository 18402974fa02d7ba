import { useEffect } from "react";
import type { Id } from "../../../platform/ids.ts";
import { peopleStore, unnamedStore, wantPeople, type PersonBrief } from "../../../platform/people.ts";
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

/** How long a list that is written waits for names, in milliseconds. */
const NAMED_WITHIN = 10_000;

/** Waits until the names of some people are here, or are known not to come: a file is not drawn anew when they do. */
export const named = (ids: readonly Id[]) =>
  new Promise<void>((done, failed) => {
    const isHere = (id: Id) => Boolean(peopleStore.get()[id]) || unnamedStore.get().has(id);
    const stops: (() => void)[] = [];
    const stop = () => stops.forEach((each) => each());
    const look = () => {
      if (!ids.every(isHere)) return;
      stop();
      done();
    };
    const timer = setTimeout(() => {
      stop();
      failed(new Error("no names of people"));
    }, NAMED_WITHIN);
    stops.push(() => clearTimeout(timer), peopleStore.subscribe(look), unnamedStore.subscribe(look));
    wantPeople(ids);
    look();
  });
