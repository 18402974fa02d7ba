import type { Id } from "../../../../platform/ids.ts";
import type { Barrier, CircleEntry, Contact, Explanation, NewBarrier, Reason } from "../../model.ts";
import { t } from "../../text.barriers.ts";

/** What a barrier forbids or leaves, in the order in which people come to it. */
export const ACTS = ["find", "write", "add", "mention", "see"] as const satisfies readonly (keyof Contact)[];
export type Act = (typeof ACTS)[number];

export const NOTHING: Contact = { find: false, write: false, add: false, mention: false, see: false };

export const FRESH: NewBarrier = { name: "", protects: [], keepers: [], leaves: NOTHING, desk_unit_id: null };

/** What an editor has in hand of a barrier. */
export function draftOf({ name, protects, keepers, leaves, desk_unit_id }: Barrier): NewBarrier {
  return { name, protects, keepers, leaves, desk_unit_id: desk_unit_id ?? null };
}

export function actText(act: Act): string {
  return { find: t.find, write: t.write, add: t.addTo, mention: t.mention, see: t.see }[act];
}

export function actHint(act: Act): string {
  return { find: t.findHint, write: t.writeHint, add: t.addToHint, mention: t.mentionHint, see: t.seeHint }[act];
}

const actsText = (acts: readonly Act[]) => acts.map(actText).join(t.comma);

/** What a barrier leaves to everybody else. */
export function leavesText(leaves: Contact): string {
  return actsText(ACTS.filter((act) => leaves[act])) || t.leavesNothing;
}

/** What becomes possible when a barrier goes. */
export function removalText({ leaves, protected_count, desk_unit_id }: Barrier): string {
  const gained = ACTS.filter((act) => !leaves[act]);
  const text = gained.length > 0 ? t.takenAsk(protected_count, actsText(gained)) : t.takenNothing(protected_count);
  return desk_unit_id ? `${text}${t.space}${t.takenDesk}` : text;
}

/** How people, units and titles are called. */
export interface Names {
  person: (id: Id) => string;
  unit: (id: Id) => string;
  title: (id: Id) => string;
}

/** Whom a line of a circle names. */
export function entryText({ person_id, unit_id, title_id }: CircleEntry, names: Names): string {
  if (person_id) return names.person(person_id);
  if (unit_id && title_id) return t.titleIn(names.unit(unit_id), names.title(title_id));
  return unit_id ? names.unit(unit_id) : names.title(title_id ?? "");
}

/** The same line twice is one. */
export function withEntries(circle: readonly CircleEntry[], added: readonly CircleEntry[]): CircleEntry[] {
  const key = ({ person_id, unit_id, title_id }: CircleEntry) => `${person_id ?? ""}|${unit_id ?? ""}|${title_id ?? ""}`;
  const there = new Set(circle.map(key));
  return [...circle, ...added.filter((entry) => !there.has(key(entry)))];
}

/** As what somebody stands on a side: by name before by post, as that is the plainest. */
function standing(circle: readonly CircleEntry[], names: Names): string {
  if (circle.some((entry) => entry.person_id)) return t.asPerson;
  return t.asPost(circle.map((entry) => entryText(entry, names)).join(t.comma));
}

/** Why a barrier lets somebody through, or not. */
export function reasonText(reason: Reason, from: string, to: string, names: Names): string {
  const { side, side_by, leaves } = reason;
  const left = ACTS.filter((act) => leaves[act]);
  const said = () => {
    if (side === "protected") return t.isProtected(from, standing(side_by, names));
    if (side === "keeper") return side_by.length > 0 ? t.isKeeper(from, standing(side_by, names)) : t.isAtDesk(from);
    if (left.length === 0) return t.isShut(from);
    return left.length === ACTS.length ? t.isFree(from) : t.isOutside(from, actsText(left));
  };
  return `${t.guards(reason.name, to, standing(reason.protected_by, names))}${t.space}${said()}`;
}

/** Why somebody can or cannot reach somebody, a sentence a barrier. */
export function reasonTexts({ reasons }: Explanation, from: string, to: string, names: Names): string[] {
  return reasons.length > 0 ? reasons.map((reason) => reasonText(reason, from, to, names)) : [t.free(to)];
}

/** Whom a circle names today: how many, and the first of them by name. */
export function outlookText(circle: string, count: number, sample: readonly { name: string }[], shown = 8): string {
  const line = t.previewLine(circle, count);
  if (count === 0) return `${line}${t.colon}${t.previewEmpty}`;
  const names = sample.slice(0, shown).map((person) => person.name);
  return `${line}${t.colon}${names.join(t.comma)}${count > names.length ? t.andOthers(count - names.length) : ""}`;
}
