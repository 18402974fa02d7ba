import { useEffect } from "react";
import { useLoad } from "../../../platform/load.ts";
import { peopleStore, wantPeople } from "../../../platform/people.ts";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { useUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { isEverybody, type Audience, type Line } from "../model.ts";
import { t } from "../text.ts";

/** What is called what, for the words of an audience. */
export interface Names {
  unit: (id: Id) => string;
  title: (id: Id) => string;
  /** The highest title of a rank, or a lower one. */
  rank: (rank: number) => string;
  place: (id: Id) => string;
  person: (id: Id) => string;
}

type Titles = Awaited<ReturnType<typeof api.titles>>["items"];
type Places = Awaited<ReturnType<typeof api.places>>["items"];

/** The titles and places of the organisation. */
export function useKnown(): { titles: Titles; places: Places } {
  const titles = useLoad("titles", api.titles);
  const places = useLoad("places", api.places);
  return { titles: titles.value?.items ?? [], places: places.value?.items ?? [] };
}

/** The names of what an audience names. */
export function useNames(audience: Audience): Names {
  const units = useUnits();
  const { titles, places } = useKnown();
  const people = useStore(peopleStore, (known) => known);
  const wanted = [...audience.people, ...audience.except_people].join();
  useEffect(() => {
    if (wanted) wantPeople(wanted.split(","));
  }, [wanted]);
  const of = (items: readonly { id: Id; name: string }[], id: Id) => items.find((item) => item.id === id)?.name ?? t.gone;
  return {
    unit: (id) => of(units, id),
    title: (id) => of(titles, id),
    rank: (rank) => titles.find((title) => title.rank === rank)?.name ?? String(rank),
    place: (id) => of(places, id),
    person: (id) => people[id]?.name ?? "…",
  };
}

/** 総務部・市民課 課長以上 */
export function lineText(line: Line, names: Names): string {
  if (isEverybody(line)) return t.everybody;
  const parts = [line.units.map(names.unit), line.titles.map(names.title), (line.max_rank ?? null) === null ? [] : [t.rankOrHigher(names.rank(line.max_rank ?? 0))], line.employments.map(t.employment), line.places.map(names.place)];
  return parts
    .filter((part) => part.length > 0)
    .map((part) => part.join(t.and))
    .join(" ");
}

/** Whom an audience names, in a line. */
export function audienceText({ lines, people, except, except_people }: Audience, names: Names): string {
  const list = (of: readonly Line[], persons: readonly Id[]) => [...of.map((line) => lineText(line, names)), ...persons.map(names.person)].join(" / ");
  const without = list(except, except_people);
  return `${list(lines, people)}${without && ` (${t.except}: ${without})`}`;
}

/** In whose name it comes. */
export const senderText = ({ person, post }: { person: { name: string }; post?: string | null }): string => (post ? t.asPost(post, person.name) : person.name);
