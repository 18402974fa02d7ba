import type { UnitKind } from "../../design/people/unitKinds.ts";
import type { Wire } from "../../platform/api/wire.ts";
import { momentText } from "../../platform/dates.ts";
import type { Id } from "../../platform/ids.ts";
import type { Unit } from "../../platform/people.ts";
import { languageStore } from "../../platform/texts.ts";
import { t } from "./text.ts";

export type Transfer = Wire["Transfer"];
export type Counts = Wire["Counts"];
export type UnitOrder = Wire["UnitOrder"];
export type Difference = Wire["Difference"];
export type Sort = Difference["sort"];

/** What has to be put right comes first, then in the order in which an order of transfer is read. */
export const SORTS: readonly Sort[] = ["conflict", "unit", "added", "moved", "changed", "left", "leave"];

const TURN_OF_THE_YEAR = "-04-01";

/** The day on which most transfers hold: the first of April after a day. */
export function nextApril(today: string): string {
  const year = Number(today.slice(0, 4));
  return `${today < `${year}${TURN_OF_THE_YEAR}` ? year : year + 1}${TURN_OF_THE_YEAR}`;
}

/** The instant of a time in the office's zone, as the server reads it. */
export function instantOf(day: string, time: string): string {
  return new Date(`${day}T${time}:00+09:00`).toISOString();
}

/** How far it is, in words. */
export function stateText({ state, release_at, effective_on }: Transfer, today: string): string {
  if (state === "released") return effective_on <= today ? t.stateEffective : t.stateReleased;
  if (state === "scheduled") return t.stateScheduled(release_at ? momentText(release_at) : "");
  return { draft: t.stateDraft, releasing: t.stateReleasing, undoing: t.stateUndoing, undone: t.stateUndone }[state];
}

const WORK_MS = 1000;
// What waits longer than this no timer of a browser can hold.
const DAY_MS = 86_400_000;

/** In how many milliseconds the server may have moved it on by itself; nothing while only people do. */
export function nextLook({ state, release_at }: Transfer, now: number): number | null {
  if (state === "releasing" || state === "undoing") return WORK_MS;
  if (state !== "scheduled") return null;
  const wait = release_at ? new Date(release_at).getTime() - now : 0;
  return Math.min(DAY_MS, Math.max(WORK_MS, wait));
}

/** How many lines a report has. */
export const lineCount = (counts: Counts) => SORTS.reduce((sum, sort) => sum + counts[sort], 0);

/** What will happen, in figures: nothing of what does not. */
export function figures(counts: Counts): string[] {
  const said: [number, (count: number) => string][] = [
    [counts.unit, t.figureUnits],
    [counts.added, t.figureAdded],
    [counts.moved, t.figureMoved],
    [counts.changed, t.figureChanged],
    [counts.left, t.figureLeft],
    [counts.leave, t.figureLeave],
  ];
  return said.filter(([count]) => count > 0).map(([count, text]) => text(count));
}

/** Why a draft cannot be released, or nothing. */
export function obstacle({ counts, effective_on }: Transfer, today: string): string | null {
  if (effective_on < today) return t.obstaclePast;
  if (counts.conflict > 0) return t.obstacleConflicts(counts.conflict);
  return lineCount(counts) === 0 ? t.obstacleEmpty : null;
}

export function sortText(sort: Sort): string {
  return { conflict: t.sortConflict, unit: t.sortUnit, added: t.sortAdded, moved: t.sortMoved, changed: t.sortChanged, left: t.sortLeft, leave: t.sortLeave }[sort];
}

/** What of somebody, or what is done to a unit. The server says it in the words of the list's columns. */
export function fieldText(field: string): string {
  const known: Record<string, string> = {
    "": t.fieldPosts,
    氏名: t.fieldName,
    フリガナ: t.fieldReading,
    雇用形態: t.fieldEmployment,
    メール: t.fieldEmail,
    内線: t.fieldExtension,
    携帯電話: t.fieldMobile,
    退職日: t.fieldLeftOn,
    休業: t.fieldLeave,
    復職: t.fieldBack,
    新設: t.kindCreate,
    改称: t.turnedRename,
    移管: t.turnedMove,
    統合: t.kindMerge,
    廃止: t.kindClose,
  };
  return known[field] ?? field;
}

/** What is wrong, in the language of the screen. */
export const reasonText = (difference: Difference) => (languageStore.get() === "en" ? difference.english : difference.japanese);

export interface UnitChoice {
  id: Id;
  name: string;
  depth: number;
  parent: Id | null;
  /** Made by this transfer, so that other orders may name it but none can change it. */
  isNew: boolean;
  /** Has an order already; a second one would contradict it. */
  isOrdered: boolean;
  /** Is not there any more on the day. */
  ends: boolean;
}

/** The units of today in official order, with the new ones last below what they are part of. */
export function unitChoices(units: readonly Unit[], orders: readonly UnitOrder[]): UnitChoice[] {
  const by = new Map(orders.map((order) => [order.unit_id, order.kind]));
  const choices: UnitChoice[] = units.map(({ id, name, depth, parent_id }) => {
    const kind = by.get(id);
    return { id, name, depth, parent: parent_id ?? null, isNew: false, isOrdered: kind !== undefined, ends: kind === "merge" || kind === "close" };
  });
  for (const order of orders) {
    if (order.kind !== "create") continue;
    const above = choices.findIndex((choice) => choice.id === order.parent_id);
    const depth = (choices[above]?.depth ?? -1) + 1;
    let place = above < 0 ? choices.length : above + 1;
    while ((choices[place]?.depth ?? -1) >= depth) place++;
    choices.splice(place, 0, { id: order.unit_id, name: order.name, depth, parent: order.parent_id ?? null, isNew: true, isOrdered: true, ends: false });
  }
  return choices;
}

/** Paths as the lists of people name units: without the one unit that is the organisation itself. */
export function pathsOf(choices: readonly UnitChoice[]): (id: Id | null) => string {
  const byId = new Map(choices.map((choice) => [choice.id, choice]));
  const tops = choices.filter((choice) => choice.parent === null && !choice.isNew);
  const root = tops.length === 1 ? tops[0]?.id : undefined;
  return (id) => {
    const names: string[] = [];
    for (let unit = byId.get(id ?? ""); unit && names.length < 20; unit = byId.get(unit.parent ?? "")) {
      if (unit.id !== root || names.length === 0) names.unshift(unit.name);
    }
    return names.join("/");
  };
}

/** An order as a sentence. */
export function orderText(order: UnitOrder, choices: readonly UnitChoice[]): string {
  const named = (of: readonly UnitChoice[], id: Id) => pathsOf(of)(id) || t.unknownUnit;
  const from = named(choices, order.unit_id);
  if (order.kind === "create") return t.orderCreate(from);
  if (order.kind === "merge") return t.orderMerge(from, named(choices, order.into_id));
  if (order.kind === "close") return t.orderClose(from);
  const { unit_id, name, parent_id, reading } = order;
  const to = named(
    choices.map((choice) => (choice.id === unit_id ? { ...choice, name: name ?? choice.name, parent: parent_id ?? choice.parent } : choice)),
    unit_id,
  );
  if (parent_id !== null) return name === null ? t.orderMove(from, to) : t.orderMoveAndRename(from, to);
  return name === null ? t.orderReading(from, reading ?? "") : t.orderRename(from, to);
}

/** What was done to a unit, or a title that was made, as a sentence: once it is in the directory, its old names are only in the report. */
export function turnedText({ field, before, after }: Difference): string {
  if (field === "新設") return t.orderCreate(after);
  if (field === "統合") return t.orderMerge(before, after);
  if (field === "廃止") return t.orderClose(before);
  return field === "移管" ? t.orderMove(before, after) : t.orderRename(before, after);
}

/** What somebody fills in for an order. */
export interface OrderDraft {
  kind: UnitOrder["kind"];
  unit: Id;
  into: Id;
  name: string;
  reading: string;
  unitKind: UnitKind;
  parent: Id;
}

/** The order that a draft of one means; nothing when it changes nothing. `fresh` becomes the id of a new unit. */
export function orderOf(draft: OrderDraft, units: readonly Unit[], fresh: Id): UnitOrder | null {
  const [name, reading] = [draft.name.trim(), draft.reading.trim()];
  if (draft.kind === "create") return { kind: "create", unit_id: fresh, name, reading, unit_kind: draft.unitKind, parent_id: draft.parent || null, order: null };
  if (draft.kind === "merge") return { kind: "merge", unit_id: draft.unit, into_id: draft.into };
  if (draft.kind === "close") return { kind: "close", unit_id: draft.unit };
  const unit = units.find((candidate) => candidate.id === draft.unit);
  const changed = (now: string, was: string | null | undefined) => (now === "" || now === was ? null : now);
  const order = { name: changed(name, unit?.name), reading: changed(reading, unit?.reading), parent_id: changed(draft.parent, unit?.parent_id) };
  return Object.values(order).every((part) => part === null) ? null : { kind: "change", unit_id: draft.unit, ...order };
}
