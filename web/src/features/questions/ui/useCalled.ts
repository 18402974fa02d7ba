import { useEffect } from "react";
import { peopleStore, wantPeople, type PersonBrief } from "../../../platform/people.ts";
import { isGuest } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { unitName, useUnitNames } from "../../../platform/units.ts";
import type { Id } from "../../../platform/ids.ts";
import { CALLED, calledIn } from "../model.ts";
import { t } from "../text.ts";

type People = Readonly<Record<Id, PersonBrief>>;

function named(words: string, people: People): string {
  return words.replace(CALLED, (_, mark: string, id: string | undefined) => {
    if (!id) return `@${t.everyone}`;
    if (mark === "#") return `#${t.aRoom}`;
    return `@${(mark === "@u:" ? (isGuest() ? null : unitName(id)) : people[id]?.name) ?? (mark === "@u:" ? t.aUnit : "…")}`;
  });
}

/** Words of the talk with the names of those whom they call; how to write further ones so. */
export function useCalled(texts: readonly (string | null | undefined)[]): (words: string) => string {
  const ids = [...new Set(texts.flatMap((words) => (words ? calledIn(words) : [])))];
  const key = ids.join();
  useEffect(() => {
    if (key !== "") wantPeople(key.split(","));
  }, [key]);
  useUnitNames(texts.some((words) => words?.includes("<@u:")));
  // Drawn anew when one of the names comes in.
  useStore(peopleStore, (people) => ids.map((id) => people[id]?.name ?? "").join());
  return (words) => named(words, peopleStore.get());
}
