import type { Wire } from "./api/wire.ts";
import type { Id } from "./ids.ts";
import type { Me } from "./session.ts";

/** A part of the administration. */
export type AdminFunction = Wire["Function"];
/** How far somebody goes in it. */
export type Verb = Wire["Verb"];

/** Each verb includes those before it. */
export const VERBS: readonly Verb[] = ["see", "change", "release"];

/** Whether I may do something of the administration: of a unit, or of any when none is named; null stands for all of the organisation. */
export function may(me: Me, wanted: AdminFunction, verb: Verb = "see", unit?: Id | null): boolean {
  const goesSo = (unitIds: readonly Id[] | null | undefined) => !unitIds || unit === undefined || (unit !== null && unitIds.includes(unit));
  return me.powers.some((power) => power.function === wanted && VERBS.indexOf(power.verb) >= VERBS.indexOf(verb) && goesSo(power.unit_ids));
}
