import { dayOf } from "../../../../platform/dates.ts";
import type { Wire } from "../../../../platform/api/wire.ts";
import type { Id } from "../../../../platform/ids.ts";

export type View = Wire["ParticipationView"];
export type Outlook = Wire["ParticipationOutlook"];

/** Who takes part, as it is being changed. */
export interface Draft {
  chosen: boolean;
  everybody_from: string | null;
  units: { unit_id: Id; from: string }[];
  persons: { person_id: Id; from: string }[];
}

/** What is held, as a form begins with it. */
export const draftOf = (view: View): Draft => ({
  chosen: view.chosen,
  everybody_from: view.everybody_from ?? null,
  units: view.units.map(({ unit_id, from }) => ({ unit_id, from })),
  persons: view.persons.map(({ person, from }) => ({ person_id: person.id, from })),
});

/** What is sent: where everybody takes part, nobody is chosen. */
export const toSend = (draft: Draft): Draft => (draft.chosen ? draft : { chosen: false, everybody_from: null, units: [], persons: [] });

/** Whether every day is one. */
export const isWhole = (draft: Draft): boolean => [...draft.units, ...draft.persons].every(({ from }) => from !== "");

/** Those who go out: now, as nobody chose them, and on later days, as they move away from what is chosen. */
export function goingOf(outlook: Outlook): { now: number; later: number } {
  const today = dayOf(Date.now());
  const sum = (steps: Outlook["steps"]) => steps.reduce((total, { go }) => total + go, 0);
  return { now: sum(outlook.steps.filter(({ on }) => on <= today)), later: sum(outlook.steps.filter(({ on }) => on > today)) };
}

/** Whether saving asks for the name of the organisation: it sends somebody out, or takes everybody in. */
export function asksName(held: View, draft: Draft, outlook: Outlook | null): boolean {
  const takesAll = held.chosen && (!draft.chosen || (draft.everybody_from !== null && draft.everybody_from !== (held.everybody_from ?? null)));
  return takesAll || (outlook !== null && goingOf(outlook).now > 0);
}
