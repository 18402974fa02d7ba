import type { Wire } from "../../platform/api/wire.ts";

export type Handover = Wire["HandoverDocument"];
export type Line = Wire["HandoverLine"];
export type Item = Wire["HandoverItem"];
export type Source = Wire["HandoverSource"];
export type State = Wire["HandoverState"];
export type Edit = Wire["HandoverEdit"];
export type Own = Wire["OwnHandovers"];

/** In the order in which they are shown and printed. */
export const SOURCES: readonly Source[] = ["request", "task", "room", "thread", "outsider", "share", "own"];

/** With this the key of a line by hand begins. */
const OWN = "own:";

/** What whoever hands over writes, on screen before it is saved. */
export interface Draft {
  preface: string;
  items: readonly Item[];
}

export const draftOf = ({ preface, items }: Pick<Handover, "preface" | "items">): Draft => ({ preface, items });

/** Lines by where they come from, empty parts left out. */
export function sections<T extends Pick<Item, "source">>(items: readonly T[]): [Source, T[]][] {
  return SOURCES.map((source): [Source, T[]] => [source, items.filter((item) => item.source === source)]).filter(([, lines]) => lines.length > 0);
}

/** Whether a line has another of its source above (-1) or below (1) it. */
export function canMove(items: readonly Item[], key: string, by: -1 | 1): boolean {
  return neighbour(items, key, by) !== null;
}

function neighbour(items: readonly Item[], key: string, by: -1 | 1): [number, number] | null {
  const from = items.findIndex((item) => item.key === key);
  const source = items[from]?.source;
  for (let to = from + by; to >= 0 && to < items.length; to += by) {
    if (items[to]?.source === source) return [from, to];
  }
  return null;
}

/** A line changes places with the next one of its source. */
export function move(draft: Draft, key: string, by: -1 | 1): Draft {
  const places = neighbour(draft.items, key, by);
  if (!places) return draft;
  const items = [...draft.items];
  const [from, to] = places;
  const [one, other] = [items[from], items[to]];
  if (one && other) [items[from], items[to]] = [other, one];
  return { ...draft, items };
}

/** Changes one line. */
export function change(draft: Draft, key: string, fields: Partial<Pick<Item, "title" | "note" | "ask" | "due" | "left_out">>): Draft {
  return { ...draft, items: draft.items.map((item) => (item.key === key ? { ...item, ...fields } : item)) };
}

/** Adds an empty line by hand below the others. */
export function add(draft: Draft, id: string): Draft {
  const item: Item = { key: `${OWN}${id}`, source: "own", title: "", words: "", name: "", codes: [], count: null, at: null, until: null, room_id: null, message_id: null, of_post: false, note: "", ask: "", due: null, left_out: false, settled: false };
  return { ...draft, items: [...draft.items, item] };
}

/** Removes a line by hand. */
export const remove = (draft: Draft, key: string): Draft => ({ ...draft, items: draft.items.filter((item) => item.key !== key) });

/** What is sent of it, and who was named to take over when that changed. */
export function editOf({ preface, items }: Draft, named: string[] | null): Edit {
  return { preface, named, items: items.map(({ key, title, note, ask, due, left_out }) => ({ key, title, note, ask, due: due || null, left_out })) };
}

/** What the server knows anew, with what is written here and not saved yet: lines that it collected meanwhile come along. */
export function rebased(draft: Draft, fresh: Draft): Draft {
  const known = new Map(fresh.items.map((item) => [item.key, item]));
  const kept = draft.items.flatMap((item) => {
    const now = known.get(item.key);
    known.delete(item.key);
    if (!now) return item.source === "own" ? [item] : [];
    const { note, ask, due, left_out } = item;
    return [{ ...now, title: now.source === "own" ? item.title : now.title, note, ask, due, left_out }];
  });
  const added = [...known.values()].filter((item) => item.source !== "own");
  return { preface: draft.preface, items: [...kept, ...added] };
}

/** How many wait for me: to be handed in, or to be taken over. */
export const waiting = ({ own, others }: Own): number => own.filter(({ state }) => state === "draft").length + others.filter(({ state, side }) => state === "handed" && side === "successor").length;

/** How far it is, as the list of the administration tells it: one that nobody has written in is not begun. */
export const stageOf = ({ state, touched }: Pick<Line, "state" | "touched">): State | "untouched" => (state === "draft" && !touched ? "untouched" : state);
