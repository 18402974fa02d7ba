import type { Answer, Asked, Given, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

// What inspections ask comes with their screens: most people never oversee one.
export type Inspection = Wire["Inspection"];
export type InspectionState = Inspection["state"];
export type Phase = Wire["InspectionPhase"];
export type Preview = Wire["InspectionPreview"];
export type NewInspection = Given<Asked<"ask_inspection">, "id" | "purpose" | "hours">;
export type InspectedPage = Answer<"inspect_messages">;
export type InspectedThread = Answer<"inspect_replies">;
export type Side = { before: number } | { after: number } | Record<never, number>;

export const READ = 50;
export const inspections = (phase: Phase | "", cursor: string | null, limit = 50) => call<Answer<"list_inspections">>("GET", `/inspections${query({ phase, cursor, limit })}`);
export const inspection = (id: Id) => call<Inspection>("GET", `/inspections/${id}`);
export const preview = (id: Id) => call<Preview>("GET", `/inspections/${id}/preview`);
export const ask = (body: NewInspection) => call<Inspection>("POST", "/inspections", { body });
export const decide = (id: Id, verb: "grant" | "refuse", reason: string) => call<Inspection>("POST", `/inspections/${id}/${verb}`, { body: { reason } });
export const stop = (id: Id, verb: "withdraw" | "end") => call<Inspection>("POST", `/inspections/${id}/${verb}`);
export const messages = (id: Id, side: Side) => call<InspectedPage>("GET", `/inspections/${id}/messages${query({ ...side, limit: READ })}`);
export const replies = (id: Id, thread: Id, side: Side) => call<InspectedThread>("GET", `/inspections/${id}/threads/${thread}/messages${query({ ...side, limit: READ })}`);
export const readers = (id: Id, message: Id) => call<Answer<"inspect_readers">>("GET", `/inspections/${id}/messages/${message}/receipts${query({ sort: "rank" })}`);
export const ofRoom = (room: Id, cursor: string | null) => call<Answer<"list_room_inspections">>("GET", `/rooms/${room}/inspections${query({ cursor, limit: 30 })}`);
