import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import * as api from "../../api.files.ts";

const FIRST_PIECE = 256 << 10;
const LARGEST_PIECE = 16 << 20;
// A piece that takes longer than this is halved, so that little is sent twice when the line breaks.
const SLOW_MS = 4000;

/** Refusals that asking anew where the file stands resolves. */
export const ASK_AGAIN = ["files.quarantined", "files.wrong_offset", "files.overtaken", "body_incomplete"];

/** What there is of a file that has not reached the server. */
export interface Content {
  name: string;
  bytes: Blob;
  /** The server may know of it. */
  begun: boolean;
}

/** A folder, or a file that was moved, is only found out by reading; sending it would fail without a word, again and again. */
async function check(bytes: Blob): Promise<void> {
  try {
    await bytes.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem("files.unreadable", 400);
  }
}

/** Where a file stands at the server; nothing when it knows of none. */
async function standing(id: Id, signal: AbortSignal): Promise<api.Upload | null> {
  try {
    return await api.fileStands(id, signal);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

async function begin(id: Id, content: Content, signal: AbortSignal) {
  await check(content.bytes);
  content.begun = true;
  return api.beginFile(id, content.name, content.bytes.size, signal);
}

/** Sends what is missing of a file, telling how far it has come and whether that is news; what the server says of it when it has all. */
export async function pour(id: Id, content: Content | undefined, signal: AbortSignal, tell: (at: number, moved: boolean) => void): Promise<api.Upload> {
  const known = content && !content.begun ? null : await standing(id, signal);
  if (known?.state === "whole") return known;
  if (!content) throw new Problem("files.gone", 404);
  const there = known ?? (await begin(id, content, signal));
  if (there.state === "whole") return there;
  const { bytes } = content;
  let at = there.received;
  tell(at, false);
  let size = FIRST_PIECE;
  while (at < bytes.size) {
    const piece = bytes.slice(at, at + size, "application/offset+octet-stream");
    const began = performance.now();
    await check(piece);
    await api.sendPiece(id, at, piece, signal);
    at += piece.size;
    tell(at, true);
    size = performance.now() - began > SLOW_MS ? Math.max(FIRST_PIECE, size / 2) : Math.min(LARGEST_PIECE, size * 2);
  }
  // What the server made of it, it says when it has brought it to its place.
  const end = await api.fileStands(id, signal);
  if (end.state !== "whole") throw new Problem(end.state === "quarantined" ? "files.quarantined" : "files.wrong_offset", 409);
  return end;
}
