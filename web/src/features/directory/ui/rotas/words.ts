import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Post, Unit } from "../../../../platform/people.ts";
import type { Crew, CrewMember, CycleDay, DayKind, DutyException, NewException, NewRota, NewSwap, Rota } from "../../model.ts";
import { t } from "../../text.rotas.ts";

export const KINDS: readonly DayKind[] = ["duty", "day", "night", "after", "off", "rest"];

/** Whether work begins on a day of that kind. */
export const works = (kind: DayKind) => kind === "duty" || kind === "day" || kind === "night";

/** The word of a kind; nothing for a day on which somebody is in no crew. */
export const kindText = (kind: DayKind | null | undefined) => (kind ? t[kind] : "");

/** 510 as 08:30, as a field for a time has it. */
export function clockText(minutes: number | null | undefined): string {
  if (minutes === null || minutes === undefined) return "";
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** 08:30 as 510; null for what is no time. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(text);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes < 24 * 60 ? minutes : null;
}

/** 当番 08:30~翌08:30, and 非番 without hours. */
export function sortText({ kind, begins, ends }: CycleDay): string {
  if (typeof begins !== "number" || typeof ends !== "number") return t[kind];
  return `${t[kind]} ${clockText(begins)}~${ends > begins ? "" : `${t.nextDay} `}${clockText(ends)}`;
}

/** The hours that a day of a kind has at first. */
export function freshDay(kind: DayKind): CycleDay {
  if (kind === "duty") return { kind, begins: 510, ends: 510 };
  if (kind === "day") return { kind, begins: 510, ends: 1035 };
  if (kind === "night") return { kind, begins: 990, ends: 540 };
  return { kind, begins: null, ends: null };
}

export type Template = "three" | "two" | "nursing" | "empty";
export const TEMPLATES: readonly Template[] = ["three", "two", "nursing", "empty"];

/** What a template begins with: its crews come on duty one after another, the first on the given day. */
export function fromTemplate(template: Template, today: string): NewRota {
  const kinds: Record<Template, readonly DayKind[]> = { three: ["duty", "off", "rest"], two: ["duty", "off"], nursing: ["day", "night", "after", "rest"], empty: ["day"] };
  const cycle = kinds[template].map(freshDay);
  const nameOf = template === "nursing" || template === "empty" ? t.newTeam : t.newCrew;
  const crews = cycle.map((_, place) => ({ number: place + 1, name: nameOf(place + 1), offset: (cycle.length - place) % cycle.length, members: [] }));
  return { unit_id: "", name: "", anchor: today, cycle, quiets: true, crews };
}

/** What is edited of a rota. */
export function draftOf({ unit_id, name, anchor, cycle, quiets, crews }: Rota): NewRota {
  return { unit_id, name, anchor, cycle, quiets, crews };
}

/** The days of a month that begins with `first`, as `YYYY-MM-DD`. */
export function daysOf(first: string): string[] {
  const [year = 0, month = 0] = first.split("-").map(Number);
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: count }, (_, place) => `${first.slice(0, 8)}${String(place + 1).padStart(2, "0")}`);
}

/** The month so many months later, as `YYYY-MM`. */
export function monthAfter(first: string, count: number): string {
  const [year = 0, month = 1] = first.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 7);
}

/** 0 for Sunday to 6 for Saturday. */
export const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();

/** What has to be sent so that what was taken back is there again. */
export function again(removed: readonly DutyException[]): { swap: NewSwap } | { exception: NewException } | null {
  const [first] = removed;
  if (!first) return null;
  if (!first.swap_id) return { exception: { person_id: first.person_id, day: first.day, instead: first.instead, note: first.note ?? null } };
  const other = removed.find((one) => one.person_id !== first.person_id);
  const days = [...new Set(removed.map((one) => one.day))].sort();
  const [day, with_day] = days;
  return other && day ? { swap: { person_id: first.person_id, day, with: other.person_id, with_day: with_day ?? null, note: first.note ?? null } } : null;
}

const shifted = (day: string, by: number) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
/** The day after a day. */
export const dayAfter = (day: string) => shifted(day, 1);

type UnitPlace = Pick<Unit, "id" | "parent_id">;

/** The first day on which somebody can be in a crew of a unit: today, or that on which their post in it or below it begins. */
export function firstDay(posts: readonly Pick<Post, "unit_id" | "valid_from" | "valid_to">[], units: readonly UnitPlace[], unit: Id, today: string): string {
  const within = (id: Id | null | undefined): boolean => id === unit || (Boolean(id) && within(units.find((one) => one.id === id)?.parent_id));
  const begins = posts.filter((post) => within(post.unit_id) && (!post.valid_to || post.valid_to >= today)).map((post) => post.valid_from);
  const first = begins.sort()[0];
  return first && first > today ? first : today;
}

/** Somebody is in another crew from a day on, and in their own until then. Who was in none yet by that day is simply in the other. */
export function moved(crews: readonly Crew[], member: CrewMember, to: number, day: string): Crew[] {
  const whole = member.valid_from >= day;
  const stays = whole ? [] : [{ ...member, valid_to: shifted(day, -1) }];
  return crews.map((crew) => {
    const members = (crew.members ?? []).flatMap((other) => (other === member ? stays : [other]));
    return { ...crew, members: crew.number === to ? [...members, whole ? member : { ...member, valid_from: day }] : members };
  });
}

const CODES: Record<string, () => string> = {
  nobody_works: () => t.code_nobody_works,
  overlaps: () => t.code_overlaps,
  before_begin: () => t.code_before_begin,
  elsewhere: () => t.code_elsewhere,
  before_post: () => t.code_before_post,
  unknown: () => t.code_unknown,
  in_no_crew: () => t.code_in_no_crew,
  too_far: () => t.code_too_far,
  invalid: () => t.code_invalid,
  missing: () => t.code_missing,
  too_many: () => t.code_too_many,
  too_long: () => t.code_too_long,
};

/** What was refused of a rota, one sentence for each fault, naming the crew and the person. */
export function faultTexts(error: unknown, draft: NewRota, nameOf: (person: string) => string): string[] {
  if (!(error instanceof Problem) || error.fields.length === 0) return [rotaProblem(error)];
  const texts = error.fields.map(({ field, code }) => {
    const what = CODES[code]?.() ?? problemText(error);
    const [, crew, member] = /^crews\[(\d+)\](?:\.members\[(\d+)\])?/.exec(field) ?? [];
    const [, day] = /^cycle\[(\d+)\]/.exec(field) ?? [];
    if (day) return t.faultOf(t.dayNumber(Number(day) + 1), what);
    const named = crew ? draft.crews[Number(crew)] : undefined;
    if (named) {
      const person = member ? named.members?.[Number(member)]?.person_id : undefined;
      return t.faultOf([named.name, person && nameOf(person)].filter(Boolean).join(" "), what);
    }
    const places: Record<string, string> = { name: t.name, unit_id: t.unit, cycle: t.cycle, crews: t.crews, anchor: t.anchor };
    return t.faultOf(places[field] ?? field, what);
  });
  return [...new Set(texts)];
}

/** A refusal in words, with what is known of rotas. */
export function rotaProblem(error: unknown): string {
  if (!(error instanceof Problem)) return problemText(error);
  if (error.status === 412) return t.stale;
  if (error.code === "directory.day_taken") return t.dayTaken;
  if (error.code === "directory.nothing_to_swap") return t.nothingToSwap;
  const code = error.fields[0]?.code;
  return (code && CODES[code]?.()) || problemText(error);
}
