import type { Answer, Asked } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Comment, Compared, Edit, History, Lost, Note, Opened, Reader, Version } from "./model.ts";

const seen = (tick: number) => ({ headers: { "if-match": String(tick) } });

export const list = (room: Id, q: string, cursor: string | null) => call<Answer<"list_notes">>("GET", `/rooms/${room}/notes${query({ q, cursor })}`);
export const begin = (room: Id, body: Asked<"begin_note">) => call<Note>("POST", `/rooms/${room}/notes`, { body });
export const note = (id: Id) => call<Note>("GET", `/notes/${id}`);
export const edit = (id: Id, tick: number | null, body: Edit) => call<Note>("PATCH", `/notes/${id}`, { body, ...(tick === null ? {} : seen(tick)) });
export const withdraw = (id: Id) => call<Note>("DELETE", `/notes/${id}`);
export const putBack = (id: Id) => call<Note>("POST", `/notes/${id}/put-back`);
export const open = (id: Id, connection: string | null, known: string) => call<Opened>("POST", `/notes/${id}/open`, { body: { connection, known } });
export const send = (id: Id, update: Id, bytes: Uint8Array, upTo: number) =>
  call<Answer<"write_in_note">>("PUT", `/notes/${id}/updates/${update}${query({ seen: upTo })}`, { blob: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }) });
export const see = (id: Id, seq: number) => call<void>("PUT", `/notes/${id}/seen`, { body: { seq } });
export const lost = (id: Id) => call<Lost[]>("GET", `/notes/${id}/lost`);
export const settle = (id: Id, lost: Id) => call<void>("DELETE", `/notes/${id}/lost/${lost}`);
export const comments = (id: Id, cursor: string | null) => call<Answer<"list_note_comments">>("GET", `/notes/${id}/comments${query({ cursor, limit: 200 })}`);
export const comment = (id: Id, body: Asked<"comment_note">) => call<Comment>("POST", `/notes/${id}/comments`, { body });
export const settleComment = (id: Id, comment: Id, settled: boolean) => call<Comment>(settled ? "PUT" : "DELETE", `/notes/${id}/comments/${comment}/settled`);
export const withdrawComment = (id: Id, comment: Id) => call<Comment>("DELETE", `/notes/${id}/comments/${comment}`);
export const inspected = (inspection: Id, id: Id) => call<Answer<"get_inspected_note">>("GET", `/inspections/${inspection}/notes/${id}`);
export const history = (id: Id, below: number | null) => call<History>("GET", `/notes/${id}/history${query({ below })}`);
export const page = (id: Id, seq: number | null) => call<Answer<"get_note_page">>("GET", `/notes/${id}/page${query({ seq })}`);
export const compare = (id: Id, from: number, to: number) => call<Compared[]>("GET", `/notes/${id}/comparison${query({ from, to })}`);
export const restore = (id: Id, update: Id, seq: number) => call<Answer<"restore_note">>("POST", `/notes/${id}/restore`, { body: { id: update, seq } });
export const nameVersion = (id: Id, seq: number, name: string) => call<Version[]>("PUT", `/notes/${id}/versions/${seq}`, { body: { name } });
export const unnameVersion = (id: Id, seq: number) => call<Version[]>("DELETE", `/notes/${id}/versions/${seq}`);
export const titles = () => call<Answer<"list_titles">>("GET", "/titles");
export const readers = (id: Id) => call<Reader[]>("GET", `/notes/${id}/readers`);
