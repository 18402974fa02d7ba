import { dayText } from "../../../../platform/dates.ts";
import { VERBS, type AdminFunction, type Verb } from "../../../../platform/powers.ts";
import type { CircleEntry, Grant, HeldPart, NewGrant } from "../../model.ts";
import { t } from "../../text.grants.ts";
import type { Names } from "../barriers/words.ts";

/** The functions in the order of the console. */
export const FUNCTIONS: readonly AdminFunction[] = ["people", "units", "transfers", "barriers", "sign_in", "systems", "rooms", "audit", "settings", "broadcasts"];

/** As far as anybody goes in a function. */
export function verbsOf(one: AdminFunction): readonly Verb[] {
  if (one === "transfers" || one === "broadcasts") return VERBS;
  return one === "rooms" || one === "audit" ? ["see"] : ["see", "change"];
}

/** Whether a function can be given for a part of the organisation. */
export const isByUnit = (one: AdminFunction) => one === "people" || one === "units" || one === "broadcasts";

export function functionText(one: AdminFunction): string {
  return { people: t.people, units: t.units, rooms: t.rooms, transfers: t.transfers, barriers: t.barriers, sign_in: t.signIn, systems: t.systems, audit: t.audit, settings: t.settings, broadcasts: t.broadcasts }[one];
}

export function verbText(one: AdminFunction, verb: Verb): string {
  if (verb === "change" && one === "systems") return t.stop;
  if (one === "broadcasts") return { see: t.see, change: t.send, release: t.consent }[verb];
  return { see: t.see, change: t.changeIt, release: t.release }[verb];
}

export type Scope = NewGrant["scope"];
export const SCOPES: readonly Scope[] = ["all", "own", "own_below", "chosen"];

export function scopeText(scope: Scope): string {
  return { all: t.scopeAll, own: t.scopeOwn, own_below: t.scopeOwnBelow, chosen: t.scopeChosen }[scope];
}

type Part = NewGrant["parts"][number];

/** What a share gives, in a line. */
export function partsText(parts: readonly Part[]): string {
  return parts.map((part) => `${functionText(part.function)}(${verbText(part.function, part.verb)})`).join(t.comma);
}

/** For which part of the organisation. */
export function reachText({ scope, unit_ids }: Pick<NewGrant, "scope" | "unit_ids">, names: Names): string {
  return scope === "chosen" ? `${scopeText(scope)}${t.colon}${unit_ids.map(names.unit).join(t.comma)}` : scopeText(scope);
}

/** To whom it was given. */
export function holderText({ person_id, unit_id, title_id }: CircleEntry, names: Names): string {
  if (person_id) return names.person(person_id);
  if (unit_id && title_id) return t.titleIn(names.unit(unit_id), names.title(title_id));
  return unit_id ? names.unit(unit_id) : names.title(title_id ?? "");
}

/** From when until when. */
export function termText({ valid_from, valid_to }: Pick<Grant, "valid_from" | "valid_to">): string {
  return `${t.since(dayText(valid_from, false))} ${valid_to ? t.until(dayText(valid_to, false)) : t.noEnd}`;
}

/** Whether a share is in force today. */
export function stateOf({ valid_from, valid_to }: Pick<Grant, "valid_from" | "valid_to">, today: string): "inForce" | "toCome" | "over" {
  if (valid_to && valid_to < today) return "over";
  return valid_from > today ? "toCome" : "inForce";
}

/** Through which share and which post somebody holds something. */
export function throughText({ holder, post_unit_id, post_title_id }: HeldPart, names: Names): string {
  const post = holderText({ person_id: null, unit_id: post_unit_id, title_id: post_title_id ?? null }, names);
  return holder.person_id ? t.throughPerson(post) : t.through(holderText(holder, names), post);
}

/** What an editor has in hand of a share. */
export function draftOf({ holder, parts, scope, unit_ids, valid_from, valid_to }: Grant): NewGrant {
  return { holder, parts, scope, unit_ids, valid_from, valid_to: valid_to ?? null };
}

/** The usual shares of a city. */
export const PRESETS = {
  general: { parts: [{ function: "people", verb: "change" }], scope: "own" },
  personnel: {
    parts: [
      { function: "people", verb: "change" },
      { function: "transfers", verb: "release" },
    ],
    scope: "all",
  },
  systems: {
    parts: [
      { function: "sign_in", verb: "change" },
      { function: "systems", verb: "change" },
    ],
    scope: "all",
  },
  auditor: { parts: [{ function: "audit", verb: "see" }], scope: "all" },
} as const satisfies Record<string, { parts: readonly Part[]; scope: Scope }>;
export type Preset = keyof typeof PRESETS;

export function presetText(preset: Preset): string {
  return { general: t.presetGeneral, personnel: t.presetPersonnel, systems: t.presetSystems, auditor: t.presetAuditor }[preset];
}

/** The same parts with another verb for one function, or without it; what knows no units reaches everything. */
export function withPart(draft: NewGrant, one: AdminFunction, verb: Verb | null): NewGrant {
  const others = draft.parts.filter((part) => part.function !== one);
  const parts = FUNCTIONS.flatMap((each) => (each === one ? (verb ? [{ function: one, verb }] : []) : others.filter((part) => part.function === each)));
  return { ...draft, parts, scope: parts.every((part) => isByUnit(part.function)) ? draft.scope : "all" };
}
