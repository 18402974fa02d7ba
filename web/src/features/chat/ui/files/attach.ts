import type { Id } from "../../../../platform/ids.ts";
import { toast } from "../../../../platform/toast.ts";
import type { Bringing } from "../../store.files.ts";
import { t } from "../../text.files.ts";
import { bring, MOST_FILES } from "./bring.ts";
import { tidy } from "./shelf.ts";

// What sends it later comes now: when the line has gone, there may be none to be had.
export { carry } from "./carry.ts";
export { isElsewhere, openPages, takeUnsent } from "./unsent.ts";
void import("./Queued.tsx").catch(() => undefined);
tidy(Date.now()).catch(() => undefined);

/** Takes files that somebody chose, took, dropped, pasted or drew upon, and says when some have no place. From here on: made smaller, then brought, or kept with their message. */
export function attach(key: Id, files: readonly File[], of?: Bringing["of"]): void {
  const left = bring(key, files, of);
  if (left > 0) toast(t.tooMany(MOST_FILES, left), "error");
}
