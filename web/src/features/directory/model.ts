import type { Wire } from "../../platform/api/wire.ts";
import { query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Person, Post, Unit } from "../../platform/people.ts";
import { may } from "../../platform/powers.ts";
import type { Me } from "../../platform/session.ts";
import { t } from "./text.ts";

/** Who can be reached only by some. */
export type Barrier = Wire["Barrier"];
export type NewBarrier = Wire["NewBarrier"];
export type CircleEntry = Wire["CircleEntry"];
/** What somebody may do towards somebody else. */
export type Contact = Barrier["leaves"];
/** An account that several people use by turns. */
export type SharedAccount = Wire["SharedAccount"];
export type NewSharedAccount = Wire["NewSharedAccount"];
export type Explanation = Wire["Explanation"];
export type Reason = Wire["Reason"];

/** Months away, from a day to a day. */
export type Leave = Wire["Leave"];
export type NewLeave = Wire["NewLeave"];
export type LeaveLine = Wire["LeaveLine"];

/** Who is on duty when, by crews in a cycle of days. */
export type Rota = Wire["RotaToEdit"];
export type NewRota = Wire["NewRota"];
export type RotaBrief = Wire["RotaBrief"];
export type RotaMonth = Wire["RotaMonth"];
export type Crew = Wire["Crew"];
export type CrewMember = Wire["CrewMember"];
export type CycleDay = Wire["CycleDay"];
export type DayKind = Wire["DayKind"];
export type DutyException = Wire["DutyException"];
export type NewException = Wire["NewException"];
export type NewSwap = Wire["NewSwap"];

/** Somebody whose last day is known. */
export type Ending = Wire["Ending"];
/** Somebody from outside, for a while. */
export type Guest = Wire["GuestView"];
export type NewGuest = Wire["NewGuest"];
/** A program that talks. */
export type Bot = Wire["BotView"];
export type NewBot = Wire["NewBot"];
export type BotToken = Wire["BotToken"];

/** A share of the administration. */
export type Grant = Wire["Grant"];
export type NewGrant = Wire["NewGrant"];
export type GrantExplanation = Wire["GrantExplanation"];
export type HeldPart = Wire["HeldPart"];

/** Whether I may change somebody's record; the last word is the server's, who also knows what they hold. */
export function mayChange(me: Me, person: Person, today: string): boolean {
  if (me.rights === "administrator") return true;
  const post = person.posts.find((post) => isHeld(post, today));
  return person.id !== me.person.id && may(me, "people", "change", post?.unit_id ?? null);
}

/** Where somebody's record is changed by me; guests and bots have lists of their own. */
export function recordOf(me: Me, person: Person, today: string): string | null {
  if (person.guest) return may(me, "people", "change") ? `/admin/guests?q=${encodeURIComponent(person.name)}` : null;
  if (person.bot) return me.rights === "administrator" ? `/admin/bots?q=${encodeURIComponent(person.name)}` : null;
  return mayChange(me, person, today) ? `/admin/people/${person.id}` : null;
}

/** Whether a post is held on a day. */
export function isHeld({ valid_from, valid_to }: Pick<Post, "valid_from" | "valid_to">, day: string): boolean {
  return valid_from <= day && (!valid_to || valid_to >= day);
}

/** Where one writes to whoever holds a post: a title in a unit, or the unit. */
export function toPost(unit: Id, title: Id | null | undefined): string {
  return `/to-post${query({ unit, title: title ?? undefined })}`;
}

export interface Branch {
  unit: Unit;
  children: Branch[];
}

/** The organisation chart from the flat list, in 建制順 as the server gives it. */
export function treeOf(units: readonly Unit[]): Branch[] {
  const branches = new Map<Id, Branch>(units.map((unit) => [unit.id, { unit, children: [] }]));
  const roots: Branch[] = [];
  for (const unit of units) {
    const branch = branches.get(unit.id);
    if (!branch) continue;
    const parent = unit.parent_id ? branches.get(unit.parent_id) : undefined;
    // A unit whose parent is not valid today stands at the top rather than nowhere.
    (parent?.children ?? roots).push(branch);
  }
  return roots;
}

/** The units above one, nearest last. */
export function pathTo(units: readonly Unit[], id: Id | null): Id[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const path: Id[] = [];
  for (let unit = byId.get(id ?? ""); unit && path.length < 20; unit = byId.get(unit.parent_id ?? "")) path.unshift(unit.id);
  return path;
}

export const KANA_ROWS = ["あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ"] as const;

export function postKindText(kind: Post["kind"]): string {
  return { main: t.postMain, concurrent: t.postConcurrent, acting: t.postActing, seconded: t.postSeconded }[kind];
}

export function employmentText(employment: Person["employment"]): string {
  return { regular: t.employmentRegular, fiscal_year: t.employmentFiscalYear, special: t.employmentSpecial, councillor: t.employmentCouncillor, shared: t.employmentShared, guest: t.employmentGuest, bot: t.employmentBot, partner: t.employmentPartner }[employment];
}
