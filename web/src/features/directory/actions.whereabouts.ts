import { whereText } from "../../design/people/WhereaboutsTag.tsx";
import type { Wire } from "../../platform/api/wire.ts";
import { meet, peopleStore, usePerson, type Person, type PersonBrief } from "../../platform/people.ts";
import { problemText } from "../../platform/problems.ts";
import { isGuest, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import { holding } from "../../platform/whereabouts.ts";
import * as api from "./api.whereabouts.ts";
import { again, type NewWhereabouts } from "./model.whereabouts.ts";
import { t } from "./text.whereabouts.ts";

type Somebody = Pick<PersonBrief, "id" | "name" | "whereabouts">;

/** Says where somebody is, and throws what the server has against it. */
export async function put(person: Pick<PersonBrief, "id">, said: NewWhereabouts): Promise<Person> {
  const own = sessionStore.get()?.person.id === person.id;
  const now = await (own ? api.sayOwn(said) : api.sayOf(person.id, said));
  meet([now]);
  if (own) sessionStore.update((me) => me && { ...me, person: now, whereabouts_asked: false });
  return now;
}

/** Says where somebody is, and offers to take that back. */
export async function say(person: Somebody, said: NewWhereabouts): Promise<void> {
  const before = again((peopleStore.get()[person.id] ?? person).whereabouts, Date.now());
  try {
    const now = await put(person, said);
    toast(told(now), "done", { label: t.undo, run: () => void undo(person, before) });
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

async function undo(person: Somebody, before: NewWhereabouts): Promise<void> {
  try {
    await put(person, before);
    toast(t.undone);
  } catch (error) {
    toast(problemText(error), "error");
  }
}

/** A colleague said where I am: I am told, and may take it back to what it was. */
export async function saidByColleague(person: PersonBrief, before: PersonBrief["whereabouts"]): Promise<void> {
  const now = holding(person.whereabouts, Date.now());
  if (!now?.set_by) return;
  const name = await nameOf(now.set_by);
  toast(t.saidByOther(name, whereText(now)), "done", { label: t.undo, run: () => void undo(person, again(before, Date.now())) });
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

// Everybody of the organisation hears of places in the same moment.
const SPREAD_MS = 1500;

/** A place is called otherwise: so are the whereabouts of those who are there, as far as they are on this machine. */
export function placeChanged({ place_id }: Wire["PlacesChanged"]): void {
  const isThere = (person: PersonBrief) => person.whereabouts?.place_id === place_id;
  if (isGuest() || !Object.values(peopleStore.get()).some(isThere)) return;
  setTimeout(() => {
    void api
      .places()
      .then(({ items }) => {
        const place = items.find((one) => one.id === place_id);
        if (!place) return;
        const there = Object.values(peopleStore.get()).filter(isThere);
        meet(there.map((person) => ({ ...person, whereabouts: person.whereabouts && { ...person.whereabouts, place: place.name } })));
      })
      .catch(() => undefined);
  }, Math.random() * SPREAD_MS);
}
