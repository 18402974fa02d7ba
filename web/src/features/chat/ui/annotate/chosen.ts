import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { withWords } from "../../../../platform/texts.ts";
import { bringingStore, putFiles } from "../../store.files.ts";
import { t } from "../../text.annotate.ts";
import type { History } from "./history.ts";
import { keep, keptStore, letGo } from "./kept.ts";
import { isDrawable } from "./names.ts";

interface Chosen {
  original: File;
  /** What was drawn on it. */
  history?: History;
}

/** The pictures among the files of messages that are being written, as they were chosen. */
const pictures = new Map<Id, Chosen>();

/** Under which name the drawing on a chosen picture is kept. */
export const keptUnder = (id: Id) => `chosen ${id}`;

/** Says of each file whether a drawing on it waits: until then its message does not leave. */
function mark(): void {
  const kept = keptStore.get();
  const waits = (id: Id) => keptUnder(id) in kept;
  for (const [key, files] of Object.entries(bringingStore.get())) {
    if (files.some(({ id, drawing = false }) => drawing !== waits(id))) putFiles(key, (now) => now.map((file) => ({ ...file, drawing: waits(file.id) })));
  }
}

keptStore.subscribe(mark);
bringingStore.subscribe(() => {
  const there = new Set(Object.values(bringingStore.get()).flatMap((files) => files.map(({ id }) => id)));
  for (const id of pictures.keys()) {
    if (there.has(id)) continue;
    pictures.delete(id);
    letGo(keptUnder(id));
  }
  mark();
});

/** Remembers what a file was, for as long as it goes with a message that is being written. */
export function remember(id: Id, file: File): void {
  if (isDrawable(file.type)) pictures.set(id, { original: file });
}

/** What was drawn on a file can be changed on what takes its place. */
export function follow(id: Id, next: Id): void {
  const chosen = pictures.get(id);
  if (chosen) pictures.set(next, chosen);
  // So can what is not applied yet.
  const waiting = keptStore.get()[keptUnder(id)];
  if (waiting) keep(keptUnder(next), waiting);
}

/** A picture as it was chosen. */
export const originalOf = (id: Id) => pictures.get(id)?.original;
export const canDrawOn = (id: Id) => pictures.has(id);

/** Draws on a picture before it is sent. What was drawn takes its place, and can be changed until then. */
export async function drawOn(id: Id, replace: (file: File) => Id | null): Promise<void> {
  const chosen = pictures.get(id);
  if (!chosen) return;
  const { original, history } = chosen;
  const { draw } = await withWords(import("./draw.tsx"));
  draw({
    name: original.name,
    bytes: async () => original,
    on: keptUnder(id),
    ...(history && { begun: history }),
    finish: t.finish,
    take: (file, drawn) => {
      // Without marks it is again what it was.
      const sent = drawn.now.length > 0 ? file : original;
      const next = replace(sent);
      if (!next) return t.gone;
      // It is applied with this, and waits no more.
      letGo(keptUnder(next));
      pictures.set(next, { original, history: drawn });
      return () => announce(t.replaced(sent.name));
    },
  });
}

/** Says why there is no drawing, where its part does not load. */
export const failed = (error: unknown) => toast(problemText(error), "error");
