import type { Answer } from "../../platform/api/wire.ts";
import { call, query, type Page } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { REQUEST_STATES, type Kind, type NewSlip, type Slip, type State, type Step } from "./model.ts";

export const make = (room: Id, body: NewSlip) => call<Slip>("POST", `/rooms/${room}/slips`, { body });
export const slip = (id: Id) => call<Slip>("GET", `/slips/${id}`);
export const step = (id: Id, line: number, body: Step) => call<Slip>("PUT", `/slips/${id}/lines/${line}`, { body });
export const inspected = (inspection: Id, id: Id) => call<Slip>("GET", `/inspections/${inspection}/slips/${id}`);

/** What of a room's slips is wanted. */
export interface Wanted {
  kind: Kind;
  over: boolean;
  unit: Id | null;
  state: State | null;
  overdue: boolean;
  /** Council questions of this day alone. */
  day: string | null;
}

/** What of a kind is wanted, as the end of an address. */
export const narrowing = ({ over, unit, state, overdue, day }: Omit<Wanted, "kind">) => query({ over: over || null, unit, state, overdue: overdue || null, day });

/** What an address wants of a kind, as [`narrowing`] wrote it. */
export function wantedIn(kind: Kind, address: string): Wanted {
  const asked = new URLSearchParams(address);
  return { kind, over: asked.get("over") === "true", unit: asked.get("unit"), state: REQUEST_STATES.find((state) => state === asked.get("state")) ?? null, overdue: asked.get("overdue") === "true", day: asked.get("day") };
}

export const ofRoom = (room: Id, { kind, over, unit, state, overdue, day }: Wanted, cursor: string | null, limit?: number) => call<Page<Slip>>("GET", `/rooms/${room}/slips${query({ kind, over: over || null, unit, state, overdue: overdue || null, day, cursor, limit })}`);
export type Which = "mine" | "made";
export const counts = () => call<Answer<"count_slips">>("GET", "/me/slips");
export const own = (which: Which, cursor: string | null) => call<Page<Slip>>("GET", `/slips${query({ which, cursor })}`);

const MEMBERS = 200;
/** Titles, the highest first. */
export const titles = () => call<Answer<"list_titles">>("GET", "/titles");
/** Those who belong to a room, by reading; of very many the first. */
export const members = (room: Id) => call<Answer<"list_members">>("GET", `/rooms/${room}/members${query({ limit: MEMBERS })}`);
