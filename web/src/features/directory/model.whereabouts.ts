import type { Wire } from "../../platform/api/wire.ts";
import { dayOf } from "../../platform/dates.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person, Unit } from "../../platform/people.ts";
import { holding, type Whereabouts } from "../../platform/whereabouts.ts";
import { isHeld } from "./model.ts";

export type Kind = NonNullable<Whereabouts["kind"]>;
export type NewWhereabouts = Partial<Wire["NewWhereabouts"]>;
export type Place = Wire["Place"];
export type Missing = Wire["Missing"];

/** In the order in which they are offered; the keys 1 to 6 choose them on the board. */
export const KINDS: readonly Kind[] = ["at_desk", "away", "out", "meeting", "home", "day_off"];

const DAY_MS = 86_400_000;

/** The instant at which the office's clock shows so many minutes after midnight, on the day of an instant. */
export function atMinute(now: number, minute: number): string {
  return new Date(Date.parse(`${dayOf(now)}T00:00:00+09:00`) + minute * 60_000).toISOString();
}

/** Where the day ends. */
export const endOfDay = (now: number) => atMinute(now, DAY_MS / 60_000);

/** Minutes after midnight of what people type: 15:30, 1530, 15時, 15時半, 午後3時, １５：３０; null for what is none. */
export function minuteOf(typed: string): number | null {
  const text = typed.normalize("NFKC").replaceAll(/\s/g, "").replace(/(まで|頃|ごろ)$/, "");
  const found = /^(午前|午後)?(\d{1,2})(?:時(半|(\d{1,2})分?)?|:(\d{2}))?$/.exec(text) ?? /^()(\d{1,2})()()(\d{2})$/.exec(text);
  if (!found) return null;
  const [, half, hours = "", ofHour, minutes, colon] = found;
  const hour = Number(hours) + (half === "午後" && Number(hours) < 12 ? 12 : 0);
  const minute = ofHour === "半" ? 30 : Number(minutes ?? colon ?? 0) || Number(colon ?? 0);
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** Lunch is over at one. */
export const LUNCH_ENDS = 13 * 60;
/** The hours that are offered for coming back, in minutes. */
const BACK = [12 * 60, LUNCH_ENDS, 15 * 60, 17 * 60 + 15];

/** The hours of today that are still to come. */
export const hoursLeft = (now: number) => BACK.filter((minute) => Date.parse(atMinute(now, minute)) > now);

/** 9:00 */
export const clockOf = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/** The section of a unit, whose people say it for one another: the nearest unit that is more than a team. The last word is the server's. */
export function sectionOf(units: readonly Unit[], unit: Id | null | undefined): Id | null {
  const byId = new Map(units.map((one) => [one.id, one]));
  let at = byId.get(unit ?? "");
  while (at?.kind === "team" && at.parent_id && byId.has(at.parent_id)) at = byId.get(at.parent_id);
  return at?.id ?? null;
}

/** The section of somebody, by their main post today. */
export function ownSection(units: readonly Unit[], { posts }: Pick<Person, "posts">, now: number): Id | null {
  return sectionOf(units, posts.find((post) => post.kind === "main" && isHeld(post, dayOf(now)))?.unit_id);
}

/** A unit and all below it. */
export function subtree(units: readonly Unit[], root: Id | null): ReadonlySet<Id> {
  const found = new Set<Id>(root ? [root] : []);
  // Parents come before their children.
  for (const unit of units) if (unit.parent_id && found.has(unit.parent_id)) found.add(unit.id);
  return found;
}

/** Whether somebody is not at their desk, as far as it was said. */
export function isAbsent(person: { whereabouts?: Whereabouts | null; on_leave?: boolean | null }, now: number): boolean {
  const kind = holding(person.whereabouts, now)?.kind;
  return Boolean(person.on_leave) || (kind !== undefined && kind !== null && kind !== "at_desk");
}

/** What would say again what was said; nothing for what has lapsed meanwhile. It goes out as what takes something back, so the place has its name too. */
export function again(said: Whereabouts | null | undefined, now: number): NewWhereabouts {
  const held = holding(said, now);
  if (!held) return {};
  const { kind, place_id, point_id, place, own_extension, until } = held;
  return { kind, place_id, point_id, place, extension: own_extension, until };
}

/** Ways of being somewhere that are the same on most days; nobody is out or away again because they were yesterday. */
const DAILY: readonly (Kind | null)[] = ["at_desk", "home", null];

/** What would say for today what was said last; null where that is nothing for every day. */
export function todayAgain(last: Whereabouts | null | undefined, now: number): NewWhereabouts | null {
  if (!last || !DAILY.includes(last.kind ?? null)) return null;
  const { kind, place_id, point_id, place, own_extension } = last;
  // The words of a point that is gone may be longer than what may be typed.
  if (!point_id && !place_id && [...(place ?? "")].length > 100) return null;
  const where = point_id ? { point_id } : place_id ? { place_id } : { place };
  return { kind, ...where, extension: own_extension, until: endOfDay(now) };
}

/** What is said of where somebody is, once a place is called otherwise; off the list it is left in words. */
export function renamed(said: Whereabouts, { place_id, name, extension, removed }: Wire["PlacesChanged"]): Whereabouts {
  if (said.place_id !== place_id) return said;
  const now = said.own_extension ?? extension;
  // Of who is at a point of a floor the server tells on its own in which words.
  return { ...said, place: said.point_id ? said.place : name, extension: now, ...(removed && { place_id: null, own_extension: now }) };
}

/** How many are at their desks, elsewhere, at a place of which nothing more is said, and of how many nothing is known. */
export function tally(people: readonly Parameters<typeof isAbsent>[0][], now: number): [present: number, absent: number, placed: number, unknown: number] {
  const absent = people.filter((person) => isAbsent(person, now)).length;
  const said = people.flatMap((person) => (isAbsent(person, now) ? [] : (holding(person.whereabouts, now) ?? [])));
  const placed = said.filter(({ kind }) => !kind).length;
  return [said.length - placed, absent, placed, people.length - absent - said.length];
}
