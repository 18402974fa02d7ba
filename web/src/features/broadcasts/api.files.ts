import type { Wire } from "../../platform/api/wire.ts";
import { call } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { address } from "../../platform/place.ts";

export type Upload = Wire["Upload"];

const TUS = { "tus-resumable": "1.0.0" };
const inBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The same id again is the same file. */
export const begin = (id: Id, { name, size }: File, signal: AbortSignal) =>
  call<Upload>("POST", "/files/uploads", { headers: { ...TUS, "upload-length": String(size), "upload-metadata": `filename ${inBase64(name)},id ${inBase64(id)}` }, signal });
export const stands = (id: Id, signal: AbortSignal) => call<Upload>("GET", `/files/uploads/${id}`, { headers: TUS, signal });
export const sendPiece = (id: Id, offset: number, piece: Blob, signal: AbortSignal) => call<void>("PATCH", `/files/uploads/${id}`, { headers: { ...TUS, "upload-offset": String(offset) }, blob: piece, signal });
/** What the server does not hear of it lets go by itself. */
export const forget = (id: Id) => void call<void>("DELETE", `/files/uploads/${id}`, { headers: TUS }).catch(() => undefined);

/** Where the bytes of a file of a broadcast are. */
export const addressOf = (broadcast: Id, file: Id) => address(`/api/broadcasts/${broadcast}/files/${file}`);
