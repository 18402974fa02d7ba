import type { Id } from "./ids.ts";
import { peopleStore, unnamedStore, wantPeople } from "./people.ts";

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
