import { useEffect } from "react";
import type { Answer, Wire } from "./api/wire.ts";
import { call } from "./http.ts";
import type { Id } from "./ids.ts";
import { createStore, useStore } from "./store.ts";

/** Enough of a person to show them in any list. */
export type PersonBrief = Wire["PersonBrief"];
export type Post = Wire["Post"];
export type Person = Wire["Person"];
export type Unit = Wire["Unit"];
export type Title = Wire["Title"];

/** Until when somebody is off duty by a rota; null when they are not, or no longer. */
export const offDutyUntil = (person: Pick<PersonBrief, "off_duty_until"> | null | undefined): string | null => (person?.off_duty_until && Date.parse(person.off_duty_until) > Date.now() ? person.off_duty_until : null);

type People = Readonly<Record<Id, PersonBrief>>;

/** Everybody whose name this client has met; names load when looked at, never 21,036 at once. */
export const peopleStore = createStore<People>({});

/** Remembers people; the newest word about a person wins. */
export function meet(people: readonly PersonBrief[]): void {
  if (people.length === 0) return;
  peopleStore.update((known) => {
    const next: Record<Id, PersonBrief> = { ...known };
    for (const person of people) next[person.id] = person;
    return next;
  });
}

/** Those who were asked for and whose name this person may not learn. */
export const unnamedStore = createStore<ReadonlySet<Id>>(new Set());

const wanted = new Set<Id>();
const asked = new Set<Id>();
const MOST_AT_ONCE = 200;
let timer: ReturnType<typeof setTimeout> | null = null;

async function fetchWanted(): Promise<void> {
  timer = null;
  const ids = [...wanted].slice(0, MOST_AT_ONCE);
  for (const id of ids) {
    wanted.delete(id);
    asked.add(id);
  }
  if (wanted.size > 0) timer = setTimeout(() => void fetchWanted(), 0);
  try {
    const { items } = await call<Answer<"people_by_id">>("GET", `/people/by-id?ids=${ids.join(",")}`);
    meet(items);
    const missing = ids.filter((id) => !peopleStore.get()[id]);
    if (missing.length > 0) unnamedStore.update((known) => new Set([...known, ...missing]));
  } catch {
    // Asked again by the next row that needs them.
    for (const id of ids) asked.delete(id);
  }
}

/** Asks for people not met yet, many rows in one request. */
export function wantPeople(ids: readonly Id[]): void {
  const known = peopleStore.get();
  for (const id of ids) if (!known[id] && !asked.has(id)) wanted.add(id);
  if (wanted.size > 0) timer ??= setTimeout(() => void fetchWanted(), 20);
}

/** Counts how often it changed who can be found: what lists and searches gave before is asked for anew. */
export const findableStore = createStore(0);

/** Who can be found is no longer what it was; who was not there may be there now. */
export function forgetFindable(): void {
  asked.clear();
  findableStore.update((count) => count + 1);
}

/** Part of the key of whatever shows people that the server found. */
export function useFindable(): number {
  return useStore(findableStore, (count) => count);
}

/** A person by id; null until the name is here. */
export function usePerson(id: Id | null): PersonBrief | null {
  const person = useStore(peopleStore, (people) => (id ? (people[id] ?? null) : null));
  useEffect(() => {
    if (id) wantPeople([id]);
  }, [id]);
  return person;
}
