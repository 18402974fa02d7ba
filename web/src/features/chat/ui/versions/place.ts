import type { Id } from "../../../../platform/ids.ts";
import type { FileReference } from "../../model.ts";

/** Where a message stands that carries a version. */
export const placeOf = (room: Id, { thread_id, seq }: { thread_id?: Id | null | undefined; seq: number }) => `/rooms/${room}${thread_id ? `/threads/${thread_id}` : ""}?at=${seq}`;

/** A file of a room that a new one of the same name would renew: the newest of its line. */
export function namesake<File extends Pick<FileReference, "id" | "name" | "version">>(files: readonly File[], name: string, id: Id): File | null {
  // The same letters may come composed or in parts, as macOS has them.
  const wanted = name.normalize("NFC");
  return files.find((file) => file.id && file.id !== id && file.name.normalize("NFC") === wanted && !file.version?.newest) ?? null;
}
