import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";
import { address } from "../../platform/place.ts";
import type { FileToView } from "../../platform/viewing.ts";

export type Meeting = Wire["Meeting"];
export type Opened = Wire["OpenedMeeting"];
export type Item = Wire["MeetingItem"];
export type Material = Wire["MeetingMaterial"];
export type Edition = Wire["MeetingEdition"];
export type Shown = Wire["MeetingShown"];
export type Margin = Wire["MeetingMargin"];
export type Reader = Wire["MeetingReader"];
export type Edit = Partial<Wire["MeetingEdit"]>;

/** A place at a meeting: a page of a material. */
export interface Spot {
  material: Id;
  page: number;
}

/** Letters of a block by which it is found again. */
const BESIDE = 60;
const ZONE_MS = 9 * 3_600_000;

/** What a field for day and time holds of an instant, in the office's zone. */
export const fieldOf = (instant: string | null): string => (instant ? new Date(Date.parse(instant) + ZONE_MS).toISOString().slice(0, 16) : "");

/** The instant that such a field says; null for none. */
export function instantOf(field: string): string | null {
  const at = Date.parse(`${field}:00Z`);
  // Of nothing but a time some browsers make a day of their own.
  return field === "" || Number.isNaN(at) ? null : new Date(at - ZONE_MS).toISOString();
}

/** How a meeting stands. */
export type Standing = "ahead" | "held" | "over";

export function standingOf(meeting: Meeting): Standing {
  if (meeting.closed_at) return "over";
  return meeting.opened_at ? "held" : "ahead";
}

/** A meeting in a list, put at its place, the latest first. One that was taken back goes. */
export function withMeeting(list: readonly Meeting[], meeting: Meeting): readonly Meeting[] {
  const held = list.find(({ id }) => id === meeting.id);
  if (held && held.tick > meeting.tick) return list;
  const others = list.filter(({ id }) => id !== meeting.id);
  if (meeting.withdrawn_at) return others;
  return [...others, meeting].sort((one, other) => other.starts_at.localeCompare(one.starts_at) || other.id.localeCompare(one.id));
}

/** When each item begins, as far as all before it say how long they take. */
export function beginnings(startsAt: string, items: readonly Item[]): (string | null)[] {
  let at: number | null = Date.parse(startsAt);
  return items.map(({ minutes }) => {
    const begins = at;
    at = at === null || minutes === null || minutes === undefined ? null : at + minutes * 60_000;
    return begins === null ? null : new Date(begins).toISOString();
  });
}

/** The file that a material is; null for a note. */
export const fileOf = (material: Material): Edition | null => (material.note_id ? null : (material.editions.at(-1) ?? null));

/** The file of a material as those who draw files take it; null for a note, and once there is no file any more. */
export function toView(room: Id, material: Material): FileToView | null {
  const file = fileOf(material);
  if (!file?.sheet) return null;
  const { name, size, kind, width = null, height = null } = file.sheet;
  return { id: file.file_id, at: address(`/api/rooms/${room}/files/${file.file_id}`), name, size, kind, width, height, said: null };
}

/** What is to be told of a material before it is looked at. */
export type Change = { kind: "replaced"; edition: number } | { kind: "seen"; from: number } | { kind: "last"; from: number };

/** What changed of a material since one saw it last, and since the meeting before; the nearer first. */
export function changesOf(material: Material): Change[] {
  const seen = material.seen_upto ?? null;
  if (!material.note_id) return seen !== null && seen < material.upto ? [{ kind: "replaced", edition: material.upto }] : [];
  const changes: Change[] = [];
  if (seen !== null && seen < material.upto) changes.push({ kind: "seen", from: seen });
  const last = material.previous_upto ?? null;
  if (last !== null && last < material.upto && last !== seen) changes.push({ kind: "last", from: last });
  return changes;
}

/** The first words of a block, as a margin note keeps them. */
export const besideOf = (block: string): string => [...block.trim().replace(/\s+/g, " ")].slice(0, BESIDE).join("");

/** Beside which block a margin note stands now: the nearest that begins as its own did, else where it was. */
export function placeOf(margin: Margin, blocks: readonly string[]): number {
  if (margin.beside === "") return margin.page;
  const places = blocks.flatMap((block, at) => (besideOf(block) === margin.beside ? [at + 1] : []));
  const distance = (place: number) => Math.abs(place - margin.page);
  return places.reduce((best, place) => (distance(place) < distance(best) ? place : best), places[0] ?? margin.page);
}

/** The margin notes of a material with the places at which they stand now, in their order. */
export function marginsOf(margins: readonly Margin[], material: Id, blocks: readonly string[]): { margin: Margin; place: number }[] {
  const own = margins.filter((margin) => margin.material_id === material);
  return own.map((margin) => ({ margin, place: placeOf(margin, blocks) })).sort((one, other) => one.place - other.place || one.margin.page - other.margin.page);
}

/** Margin notes with one put in, or taken away where it says nothing. */
export function withMargin(margins: readonly Margin[], margin: Margin): Margin[] {
  const others = margins.filter((held) => held.id !== margin.id);
  return margin.words.trim() === "" ? others : [...others, margin];
}

/** A row of an agenda while somebody puts it in order. */
export type Draft = { items: Wire["NewMeetingItem"][]; materials: Wire["NewMeetingMaterial"][] };

/** An agenda as it can be put in order. */
export function draftOf({ items, materials }: Opened): Draft {
  return {
    items: items.map(({ id, title, minutes, speaker }) => ({ id, title, minutes: minutes ?? null, speaker })),
    materials: materials.map((material) => ({ id: material.id, item_id: material.item_id ?? null, title: material.title, note_id: material.note_id ?? null, file_id: fileOf(material)?.file_id ?? null })),
  };
}

/** A margin note that the server does not have yet, with who wrote it: of a shared account it is theirs alone. */
export interface Waiting {
  author: Id;
  margin: Margin;
}

/** Beside what somebody writes: the page, and of a note the first words of its block. */
export interface Beside {
  page: number;
  words: string;
}

/** The margin note that stands beside a place: the one that was chosen, if it is there, else the first. */
export function marginAt(placed: readonly { margin: Margin; place: number }[], page: number, chosen: Id | null): Margin | null {
  const here = placed.filter(({ place }) => place === page);
  return (here.find(({ margin }) => margin.id === chosen) ?? here[0])?.margin ?? null;
}

/** What somebody has put in order, with what others added to the agenda meanwhile: `base` is what both began with. */
export function rebased(base: Draft, draft: Draft, latest: Draft): Draft {
  const added = <T extends { id: Id }>(before: readonly T[], own: readonly T[], theirs: readonly T[]) => {
    const known = new Set([...before, ...own].map(({ id }) => id));
    return [...own, ...theirs.filter(({ id }) => !known.has(id))];
  };
  return { items: added(base.items, draft.items, latest.items), materials: added(base.materials, draft.materials, latest.materials) };
}

/** Whether two agendas say the same. */
export const isSameDraft = (one: Draft, other: Draft): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A list with the row at a place moved up or down. */
export function moved<T>(rows: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  const row = rows[at];
  const other = rows[to];
  if (row === undefined || other === undefined) return [...rows];
  return rows.map((one, place) => (place === at ? other : place === to ? row : one));
}
