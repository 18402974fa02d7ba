import { useEffect, useState } from "react";
import { allPages, useLoad } from "../../../../platform/load.ts";
import { meet, peopleStore, useFindable, type PersonBrief } from "../../../../platform/people.ts";
import { watchPeople } from "../../../../platform/presence.ts";
import { useStore } from "../../../../platform/store.ts";
import * as api from "../../api.floors.ts";
import { onFloor, type Floor } from "../../model.floors.ts";

/** Who comes to the floor is on nobody's screen yet, so nobody tells of them: it is asked anew so often. */
const ASKED_MS = 60_000;
/** Until then the server knows whom this map shows, and tells of them. */
const WATCHED_WITHIN_MS = 1500;

/** Who is at the points of a floor: those whom the server names, and whoever else this client hears of, as far as it holds now. */
export function useFloorPeople(floor: Floor) {
  const findable = useFindable();
  const list = useLoad(`floor people ${floor.id} ${floor.tick} ${findable}`, async () => {
    const items: PersonBrief[] = [];
    for await (const page of allPages((cursor) => api.people(floor.id, cursor))) items.push(...page);
    meet(items);
    return items;
  });
  const { reload } = list;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const anew = () => {
      setNow(Date.now());
      if (document.visibilityState === "visible") reload();
    };
    const first = setTimeout(reload, WATCHED_WITHIN_MS);
    const timer = setInterval(anew, ASKED_MS);
    document.addEventListener("visibilitychange", anew);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", anew);
    };
  }, [floor.id, reload]);
  const shown = (list.value ?? []).map((person) => person.id).join(" ");
  useEffect(() => watchPeople(shown ? shown.split(" ") : []), [shown]);
  const known = useStore(peopleStore, (people) => people);
  const people = onFloor((list.value ?? []).map((person) => known[person.id] ?? person), floor, Math.max(now, Date.now()));
  return { ...list, people };
}
