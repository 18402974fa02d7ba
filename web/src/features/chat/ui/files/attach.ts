import type { Id } from "../../../../platform/ids.ts";
import { toast } from "../../../../platform/toast.ts";
import type { Bringing } from "../../store.files.ts";
import { t } from "../../text.files.ts";
import { bring, MOST_FILES } from "./bring.ts";

/** Takes files that somebody chose, dropped or pasted, and says when some have no place. */
export function attach(key: Id, files: readonly File[], of?: Bringing["of"]): void {
  const left = bring(key, files, of);
  if (left > 0) toast(t.tooMany(MOST_FILES, left), "error");
}
