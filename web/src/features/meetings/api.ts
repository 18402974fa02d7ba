import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Edit, Margin, Meeting, Opened, Reader, Shown, Spot } from "./model.ts";

const seen = (tick: number) => ({ headers: { "if-match": String(tick) } });

export const list = (room: Id, cursor: string | null) => call<Answer<"list_meetings">>("GET", `/rooms/${room}/meetings${query({ cursor })}`);
export const begin = (room: Id, body: Asked<"call_meeting">) => call<Meeting>("POST", `/rooms/${room}/meetings`, { body });
export const meeting = (id: Id) => call<Opened>("GET", `/meetings/${id}`);
export const open = (id: Id, connection: string | null) => call<Opened>("POST", `/meetings/${id}/open`, { body: { connection } });
// Only what differs, without the version in hand: every decision that somebody writes down makes another.
export const edit = (id: Id, body: Edit) => call<Meeting>("PATCH", `/meetings/${id}`, { body });
export const withdraw = (id: Id) => call<Meeting>("DELETE", `/meetings/${id}`);
export const setAgenda = (id: Id, tick: number, body: Asked<"set_agenda">) => call<Meeting>("PUT", `/meetings/${id}/agenda`, { body, ...seen(tick) });
export const settle = (id: Id, item: Id, body: Asked<"settle_item">) => call<Meeting>("PATCH", `/meetings/${id}/items/${item}`, { body });
export const run = (id: Id, held: boolean) => call<Meeting>("PUT", `/meetings/${id}/held`, { body: { is_held: held } });
export const linkMinutes = (id: Id, note: Id | null) => call<Meeting>("PUT", `/meetings/${id}/minutes`, { body: { note_id: note } });
export const shown = (id: Id) => call<Shown>("GET", `/meetings/${id}/shown`);
export const show = (id: Id, { material, page }: Spot) => call<Shown>("PUT", `/meetings/${id}/shown`, { body: { material_id: material, page } });
export const present = (id: Id, person: Id | null) => call<Shown>("PUT", `/meetings/${id}/presenter`, { body: { person_id: person } });
export const see = (id: Id, material: Id, upto: number) => call<void>("PUT", `/meetings/${id}/materials/${material}/seen`, { body: { upto } });
export const readers = (id: Id) => call<Reader[]>("GET", `/meetings/${id}/readers`);
export const margins = (id: Id) => call<Margin[]>("GET", `/meetings/${id}/margins`);
export const writeMargin = ({ id, meeting_id, material_id, page, words, beside }: Margin, author: Id) => call<void>("PUT", `/meetings/${meeting_id}/margins/${id}`, { body: { material_id, page, words, beside, author_id: author } });
export const ownMargins = (cursor: string | null) => call<Answer<"list_own_margins">>("GET", `/margins${query({ cursor, limit: 200 })}`);
export const inspected = (inspection: Id, id: Id) => call<Answer<"get_inspected_meeting">>("GET", `/inspections/${inspection}/meetings/${id}`);

/** Notes and files of the room, of which materials are chosen, and who belongs to it. */
export const notes = (room: Id, cursor: string | null) => call<Answer<"list_notes">>("GET", `/rooms/${room}/notes${query({ cursor, limit: 50 })}`);
export const files = (room: Id, cursor: string | null) => call<Answer<"list_room_files">>("GET", `/rooms/${room}/files${query({ cursor, limit: 50 })}`);
export const members = (room: Id, cursor: string | null) => call<Answer<"list_members">>("GET", `/rooms/${room}/members${query({ cursor, limit: 100 })}`);
export const beginNote = (room: Id, body: Asked<"begin_note">) => call<Answer<"begin_note">>("POST", `/rooms/${room}/notes`, { body });
