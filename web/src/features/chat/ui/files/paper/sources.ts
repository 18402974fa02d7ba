import { Problem } from "../../../../../platform/http.ts";
import type { Id } from "../../../../../platform/ids.ts";
import type { Kept } from "../../../../../platform/papers.ts";
import type { FileToView } from "../../../../../platform/viewing.ts";
import { awaited, type Missing } from "../preview/awaited.ts";
import { wayOf } from "../preview/kinds.ts";
import { fetchParts } from "../preview/pdf.ts";
import { dropFile, keepFile, keptFile, MOST_OF_ONE } from "./kept.ts";

/** Where what is drawn of a file comes from. */
export interface Source {
  /** It is only looked at. */
  barred: boolean;
  /** Where its bytes are given out. */
  at: string;
  /** All of them, where they are here. */
  blob: Blob | null;
  kept: Kept;
  /** Why there is nothing to be drawn. */
  why: Missing | null;
}

/** Those that are under way: who prepares a file and who shows it fetch it once. */
const coming = new Map<Id, Promise<Source>>();

/** Where a file comes from: this device, if it has it and the server still gives it or cannot be asked; else it is fetched whole and kept. What is larger is had in pieces, as it is looked at. */
export function sourceOf(file: FileToView): Promise<Source> {
  const there = coming.get(file.id);
  if (there) return there;
  const source = found(file).finally(() => coming.delete(file.id));
  coming.set(file.id, source);
  return source;
}

/** Has a file on this device before somebody turns to it. */
export async function prepared(file: FileToView): Promise<Kept> {
  try {
    const { kept } = await sourceOf(file);
    if (kept === "kept" && ["pdf", "office"].includes(wayOf(file))) await fetchParts().catch(() => undefined);
    return kept;
  } catch {
    return "failed";
  }
}

async function asked(at: string, headers?: Record<string, string>): Promise<Response> {
  try {
    return await fetch(at, { ...(headers && { headers }), credentials: "same-origin" });
  } catch {
    throw new Problem("offline", 0);
  }
}

async function refusalOf(answer: Response): Promise<Problem> {
  const { code = "unexpected" } = (await answer.json().catch(() => ({}))) as { code?: string };
  return new Problem(code, answer.status);
}

async function found(file: FileToView): Promise<Source> {
  const isOffice = wayOf(file) === "office";
  const at = isOffice ? `${file.at}/preview` : file.at;
  const held = await keptFile(file.id);
  const here = (blob: Blob): Source => ({ barred: false, at, blob, kept: "kept", why: null });
  let door: Response;
  try {
    door = await asked(file.at, { range: "bytes=0-0" });
  } catch (error) {
    // Nobody can be asked: what is here is shown.
    if (held) return here(held);
    throw error;
  }
  const barred = door.status === 403;
  if (!door.ok && door.status !== 416) {
    const refusal = await refusalOf(door);
    if (refusal.status >= 500 && held) return here(held);
    // Taken back, not this person's to read any more, or only to be looked at.
    if (!refusal.passing) await dropFile(file.id);
    if (refusal.code !== "chat.no_downloads") throw refusal;
  }
  if (held && !barred) return here(held);
  if (isOffice) {
    const why = await awaited(at, new AbortController().signal).catch(() => {
      throw new Problem("offline", 0);
    });
    if (why !== null) return { barred, at, blob: null, kept: barred ? "looked" : "failed", why };
  }
  if (barred) return { barred, at: isOffice ? at : `${file.at}/view`, blob: null, kept: "looked", why: null };
  if (!isOffice && file.size !== null && file.size > MOST_OF_ONE) return { barred, at, blob: null, kept: "too_large", why: null };
  return whole(file.id, at);
}

async function whole(id: Id, at: string): Promise<Source> {
  const answer = await asked(at);
  if (!answer.ok) throw await refusalOf(answer);
  // How large the PDF of an office file is, is seen here first.
  if (Number(answer.headers.get("content-length") ?? 0) > MOST_OF_ONE) {
    await answer.body?.cancel().catch(() => undefined);
    return { barred: false, at, blob: null, kept: "too_large", why: null };
  }
  const blob = await answer.blob().catch(() => {
    throw new Problem("offline", 0);
  });
  return { barred: false, at, blob, kept: (await keepFile(id, blob)) ? "kept" : "full", why: null };
}
