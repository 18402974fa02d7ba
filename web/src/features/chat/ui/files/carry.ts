import { read, remove } from "../../../../platform/database.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Entry } from "../../../../platform/outbox.ts";
import { ownName } from "../../../../platform/place.ts";
import { createStore } from "../../../../platform/store.ts";
import { outbox, type Outgoing } from "../../store.ts";
import { replace } from "./bring.ts";
import { ASK_AGAIN, pour } from "./pour.ts";
import { contentOf, letGo, noteRefusal } from "./shelf.ts";
import { isServersFault } from "./words.ts";

export { forget, keepFiles, letGo } from "./shelf.ts";

/** How far the files of messages that wait have come, and why one is refused, or waits for the server to be put right. */
export const carriedStore = createStore<Readonly<Record<Id, { sent: number; code: string | null }>>>({});
const note = (id: Id, sent: number, code: string | null) => carriedStore.update((all) => ({ ...all, [id]: { sent, code } }));

/** Only one tab of this browser is at a message at a time. Where browsers have no locks (pages without TLS), the server lets the last one go on. */
async function alone<T>(id: Id, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  return !navigator.locks ? run() : ((await navigator.locks.request(ownName(`message ${id}`), { signal }, run)) as T);
}

async function bringOne(id: Id, signal: AbortSignal): Promise<void> {
  const { sent = 0, code = null } = carriedStore.get()[id] ?? {};
  // What the server lacks it lacks until the file is there; a refusal is over once somebody sends again.
  note(id, sent, isServersFault(code) ? code : null);
  try {
    const { size } = await pour(id, await contentOf(id), signal, (at) => note(id, at, null));
    note(id, size, null);
  } catch (error) {
    if (!(error instanceof Problem) || signal.aborted) throw error;
    if (isServersFault(error.code)) note(id, carriedStore.get()[id]?.sent ?? 0, error.code);
    if (error.passing) throw error;
    // A message has it already: this one, of which the answer was lost.
    if (error.code === "id_taken") return;
    if (ASK_AGAIN.includes(error.code)) throw new Problem(error.code, 0);
    note(id, 0, error.code);
    // Neither here nor there: whether the message has it, or nobody, the server says when it gets the message.
    if (error.code === "files.gone") return;
    await noteRefusal(id, error.code);
    throw error;
  }
  await noteRefusal(id, null);
}

/** Brings what a message has with it to the server, each under its own id, and then the message: nothing is posted before all of it is there. Ends when somebody takes the message back. */
export async function carry<Result>(entry: Entry<Outgoing>, post: () => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const unwatch = outbox.entries.subscribe(() => outbox.entries.get().some(({ id }) => id === entry.id) || stop.abort());
  try {
    return await alone(entry.id, stop.signal, async () => {
      // Another tab was at it until now, and has sent it or let it go.
      if (entry.disk === "kept" && !(await read("outbox", entry.id).catch(() => true))) throw new Problem("files.overtaken", 0);
      let refused: Problem | null = null;
      const waiting = (entry.content.files ?? []).filter(({ waits }) => waits);
      for (const file of waiting) {
        try {
          await bringOne(file.id, stop.signal);
        } catch (error) {
          if (!(error instanceof Problem) || error.passing) throw error;
          // Of several that are refused each says why.
          refused ??= error;
        }
      }
      if (refused) throw refused;
      const brought = await Promise.all((entry.content.files ?? []).map(async ({ id }) => ({ id, content: await contentOf(id) })));
      stop.signal.throwIfAborted();
      const result = await post().finally(() => {
        // Taken back meanwhile, it may have got through all the same, and has their ids: where it is written on they go under others.
        if (stop.signal.aborted) for (const { id, content } of brought) if (content) replace(entry.stream, id, new File([content.bytes], content.name, { type: content.bytes.type }));
      });
      // Before the next tab has its turn: it must not find the message here.
      await remove("outbox", entry.id).catch(() => undefined);
      letGo(entry.content.files ?? []);
      return result;
    });
  } finally {
    unwatch();
  }
}
