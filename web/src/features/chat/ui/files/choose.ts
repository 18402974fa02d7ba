import { newId, type Id } from "../../../../platform/ids.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import { bringingStore, NO_FILES, putFiles } from "../../store.files.ts";

interface Taker {
  attach: (key: Id, files: readonly File[]) => void;
}

/**
 * Shows what was chosen at once. What brings it has to be loaded first, and whoever sends in that moment would send words without it, or
 * nothing: with these in the list their message waits.
 */
export async function choose(key: Id, files: readonly File[], load: () => Promise<Taker>): Promise<void> {
  const shown = files.map(({ name, size }) => ({ id: newId(), name, size, sent: 0, state: "making" as const, code: null, placeRemoved: false }));
  putFiles(key, (now) => [...now, ...shown]);
  const part = await load().catch((error: unknown) => void toast(problemText(error), "error"));
  // What was taken off meanwhile is not taken, nor anything of whoever signed out.
  const there = new Set((bringingStore.get()[key] ?? NO_FILES).map(({ id }) => id));
  const wanted = files.filter((_, at) => there.has(shown[at]?.id ?? ""));
  if (wanted.length === 0) return;
  const ids = new Set(shown.map(({ id }) => id));
  putFiles(key, (now) => now.filter(({ id }) => !ids.has(id)));
  part?.attach(key, wanted);
}
