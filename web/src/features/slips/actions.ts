import type { Wire } from "../../platform/api/wire.ts";
import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import { lineStore, type LiveEvent } from "../../platform/live.ts";
import { operatorId, sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { ahead, renewed, undoOf, type Act, type Slip } from "./model.ts";
import { heldSlip, lose, news, ownNews, put, putBack } from "./store.ts";
import { t } from "./text.ts";
import { didText, problem } from "./ui/words.ts";

/** Asks for a slip. */
export async function load(id: Id): Promise<void> {
  try {
    put(await api.slip(id));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) lose(id);
    else throw error;
  }
}

/** A slip comes on screen: it is asked for, and again whenever the line was lost meanwhile. Gives what to do when it goes. */
export function watch(id: Id, failed: (error: unknown) => void): () => void {
  const ask = () => {
    load(id).catch(failed);
  };
  ask();
  let line = lineStore.get();
  return lineStore.subscribe(() => {
    const before = line;
    line = lineStore.get();
    if (line === "live" && before !== "live") ask();
  });
}

// Everybody who looks hears of a change in the same moment and would ask in the same one.
const SOON_MS = 2_000;
const planned = new Map<Id, ReturnType<typeof setTimeout>>();

function planLoad(id: Id): void {
  if (planned.has(id)) return;
  const run = () => {
    planned.delete(id);
    load(id).catch(() => undefined);
  };
  planned.set(id, setTimeout(run, SOON_MS * (0.1 + 0.9 * Math.random())));
}

/** What the line tells of slips. */
export function heard(event: LiveEvent): void {
  news();
  if (event.kind === "slips.gone") return lose((event.p as Wire["SlipGone"]).slip_id);
  const facts = (event.p as Wire["SlipChanged"]).slip;
  const held = heldSlip(facts.id);
  if (!held) return;
  const { slip, sure } = renewed(held, facts);
  put(slip);
  if (!sure) planLoad(facts.id);
}

/** Does something with a line of a slip, which shows at once; what the server says replaces it, or what was there before comes back. */
export async function act(slip: Slip, number: number, what: Act): Promise<void> {
  const line = slip.lines.find((one) => one.number === number);
  if (!line) return;
  const shown = ahead(slip, number, what);
  put(shown);
  try {
    const now = await api.step(slip.id, number, { act: what, step: line.step, operator_id: operatorId() });
    put(now);
    ownNews();
    const last = now.lines.find((one) => one.number === number)?.acts.at(-1);
    // Somebody else was faster: the slip shows what they did.
    if (last?.act !== what || last.by !== sessionStore.get()?.person.id) return toast(t.wasFaster);
    const undo = undoOf(slip, what);
    toast(didText(slip.kind, what), "done", undo ? { label: t.undo, run: () => void act(now, number, undo) } : null);
  } catch (error) {
    putBack(shown, slip);
    toast(problem(error), "error");
    if (error instanceof Problem && error.status < 500) load(slip.id).catch(() => undefined);
  }
}
