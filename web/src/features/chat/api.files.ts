import type { Answer, Wire } from "../../platform/api/wire.ts";
import { call, query } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

export type RoomFile = Wire["RoomFile"];
export type Upload = Wire["Upload"];

const TUS = { "tus-resumable": "1.0.0" };
const inBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
/** The same id again is the same file. */
export const beginFile = (id: Id, name: string, size: number, signal: AbortSignal) =>
  call<Upload>("POST", "/files/uploads", { headers: { ...TUS, "upload-length": String(size), "upload-metadata": `filename ${inBase64(name)},id ${inBase64(id)}` }, signal });
/** How much of a file has come, once nothing else is at it. */
export const fileStands = (id: Id, signal: AbortSignal) => call<Upload>("GET", `/files/uploads/${id}`, { headers: TUS, signal });
export const sendPiece = (id: Id, offset: number, piece: Blob, signal: AbortSignal) => call<void>("PATCH", `/files/uploads/${id}`, { headers: { ...TUS, "upload-offset": String(offset) }, blob: piece, signal });
/** What the server does not hear of it lets go by itself. */
export const forgetFile = (id: Id) => void call<void>("DELETE", `/files/uploads/${id}`, { headers: TUS }).catch(() => undefined);

/** Which files of a room are wanted, and in which order. */
export interface Wanted {
  kind: string;
  /** Several kinds at once: pictures, or documents. */
  group: string;
  name: string;
  author: Id;
  sort: string;
}

/** All versions of a file of a room, the newest first. */
export const versions = (room: Id, file: Id) => call<Answer<"list_file_versions">>("GET", `/rooms/${room}/files/${file}/versions`);

export const roomFiles = (id: Id, wanted: Wanted, cursor: string | null) => call<Answer<"list_room_files">>("GET", `/rooms/${id}/files${query({ ...wanted, cursor, limit: 50 })}`);
