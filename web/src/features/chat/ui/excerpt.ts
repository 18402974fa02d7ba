import { useEffect } from "react";
import { peopleStore, wantPeople } from "../../../platform/people.ts";
import { useStore } from "../../../platform/store.ts";
import { useUnitNames } from "../../../platform/units.ts";
import { calledText } from "./names.ts";
import { plainText } from "./markup/blocks.ts";

const PEOPLE = /<@([0-7][0-9a-hjkmnp-tv-z]{12})>/g;

/** A body on one line, with the names of those it calls, also of those not met before. */
export function useExcerpt(body: string): string {
  const ids = [...body.matchAll(PEOPLE)].map((found) => found[1] ?? "");
  const key = ids.join();
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  // Drawn anew when one of the names comes in.
  useStore(peopleStore, (people) => ids.map((id) => people[id]?.name ?? "").join());
  useUnitNames(body.includes("<@u:"));
  return plainText(body, calledText);
}
