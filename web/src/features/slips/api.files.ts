import type { Wire } from "../../platform/api/wire.ts";
import { call, Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";

type Upload = Wire["Upload"];

const TUS = { "tus-resumable": "1.0.0" };
const PIECE = 4 << 20;
const inBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const begin = (id: Id, { name, size }: File) => call<Upload>("POST", "/files/uploads", { headers: { ...TUS, "upload-length": String(size), "upload-metadata": `filename ${inBase64(name)},id ${inBase64(id)}` } });
const stands = (id: Id) => call<Upload>("GET", `/files/uploads/${id}`, { headers: TUS });

/** Brings a file to the server. Tried again with the same id it goes on where it stopped. */
export async function bring(id: Id, file: File): Promise<void> {
  const there = await begin(id, file);
  for (let at = there.received; at < file.size; ) {
    const piece = file.slice(at, at + PIECE, "application/offset+octet-stream");
    await call<void>("PATCH", `/files/uploads/${id}`, { headers: { ...TUS, "upload-offset": String(at) }, blob: piece });
    at += piece.size;
  }
  const end = await stands(id);
  if (end.state !== "whole") throw new Problem(end.state === "quarantined" ? "files.quarantined" : "files.wrong_offset", 409);
}

/** What the server does not hear of it lets go by itself. */
export const forget = (id: Id) => void call<void>("DELETE", `/files/uploads/${id}`, { headers: TUS }).catch(() => undefined);
