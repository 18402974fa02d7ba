import { whereText } from "../../design/people/WhereaboutsTag.tsx";
import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import { meet, peopleStore, usePerson, type Person, type PersonBrief } from "../../platform/people.ts";
import { problemText } from "../../platform/problems.ts";
import { sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { holding } from "../../platform/whereabouts.ts";
import * as api from "./api.whereabouts.ts";
import { again, renamed, type NewWhereabouts } from "./model.whereabouts.ts";
import { t } from "./text.whereabouts.ts";

const STALE = 412;

type Somebody = Pick<PersonBrief, "id" | "name" | "whereabouts">;

async function put(person: Pick<PersonBrief, "id">, said: NewWhereabouts): Promise<Person> {
  const own = sessionStore.get()?.person.id === person.id;
  const now = await (own ? api.sayOwn(said) : api.sayOf(person.id, said));
  meet([now]);
  if (own) sessionStore.update((me) => me && { ...me, person: now, whereabouts_asked_at: holding(now.whereabouts, Date.now()) ? null : me.whereabouts_asked_at });
  return now;
}

/** Says where somebody is, offers to take that back, and throws what the server has against it. */
export async function tell(person: Somebody, said: NewWhereabouts): Promise<void> {
  const before = (peopleStore.get()[person.id] ?? person).whereabouts;
  const now = await put(person, said);
  toast(told(now), "done", { label: t.undo, run: () => void undo(person, before, now.whereabouts) });
}

/** The same, where nothing else shows what the server has against it. */
export async function say(person: Somebody, said: NewWhereabouts): Promise<void> {
  try {
    await tell(person, said);
  } catch (error) {
    toast(problemText(error), "error");
  }
}

function told({ id, name, whereabouts }: PersonBrief): string {
  const own = sessionStore.get()?.person.id === id;
  const where = whereabouts && whereText(whereabouts);
  if (!where) return own ? t.cleared : t.clearedOf(name);
  return own ? t.said(where) : t.saidOf(name, where);
}

/** Puts back what was said before, unless something else was said since. */
async function undo(person: Somebody, before: PersonBrief["whereabouts"], undone: PersonBrief["whereabouts"]): Promise<void> {
  try {
    await put(person, { ...again(before, Date.now()), undoes: undone?.since });
    toast(t.undone);
  } catch (error) {
    toast(error instanceof Problem && error.status === STALE ? t.changedSince : problemText(error), "error");
  }
}

/** A colleague said where I am, or took it back: I am told, and may take that back to what it was. */
export async function saidByColleague({ whereabouts: now, ...person }: PersonBrief, before: PersonBrief["whereabouts"]): Promise<void> {
  if (!now?.set_by) return;
  const name = await nameOf(now.set_by);
  toast(holding(now, Date.now()) ? t.saidByOther(name, whereText(now)) : t.clearedByOther(name), "done", { label: t.undo, run: () => void undo(person, before, now) });
}

async function nameOf(id: string): Promise<string> {
  const known = peopleStore.get()[id];
  if (known) return known.name;
  const found = await api.briefs([id]).catch(() => null);
  if (found) meet(found.items);
  return found?.items[0]?.name ?? t.somebody;
}

/** Who said it, if it was somebody else; nothing where they may not be named. */
export function useSetter(set_by: string | null | undefined): string | null {
  const setter = usePerson(set_by ?? null);
  return set_by ? (setter?.name ?? null) : null;
}

/** A place is called otherwise, or off the list: so are the whereabouts of those who are there, as far as they are on this machine. */
export function placeChanged(place: Wire["PlacesChanged"]): void {
  const there = <T extends PersonBrief>(person: T): T => ({ ...person, whereabouts: person.whereabouts && renamed(person.whereabouts, place) });
  meet(Object.values(peopleStore.get()).filter((person) => person.whereabouts?.place_id === place.place_id).map(there));
  sessionStore.update((me) => me && { ...me, person: there(me.person) });
}
