import { Awareness } from "y-protocols/awareness";
import type { Doc } from "yjs";
import type { Id } from "../../../../platform/ids.ts";
import { handOf } from "../../model.ts";
import { ROOT } from "../../model.schema.ts";

/** Where somebody's caret stands, as their client says it: places of the shared document. */
export type Place = Readonly<{ anchor: unknown; head: unknown }> | null;

const isNumber = (value: unknown) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Whether something is a place as Yjs writes it, and no more: it comes from another client. */
function isPlace(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, tname, item, assoc, ...more } = value as Record<string, unknown>;
  const isId = (id: unknown) => id === undefined || id === null || (typeof id === "object" && isNumber((id as { client?: unknown }).client) && isNumber((id as { clock?: unknown }).clock));
  return isId(type) && isId(item) && (tname === undefined || tname === null || tname === ROOT) && (assoc === undefined || typeof assoc === "number") && Object.keys(more).length === 0;
}

/** What another client says of its caret, if it makes sense. */
export function placeOf(state: string): Place | undefined {
  try {
    const place = JSON.parse(state) as unknown;
    if (place === null) return null;
    const { anchor, head } = place as { anchor?: unknown; head?: unknown };
    return isPlace(anchor) && isPlace(head) ? { anchor, head } : undefined;
  } catch {
    return undefined;
  }
}

/** What is said of a hand: whose it is the server says, not the client. */
export interface Said {
  connection: string;
  person: Id;
  name: string;
  /** The place as JSON; nothing when they have left. */
  state: string | null;
}

const SAY_EVERY_MS = 250;
// Clients say it again now and then, so that who comes later sees it; one that has fallen silent is gone.
const SAY_AGAIN_MS = 15_000;
const SILENT_MS = 40_000;

/** The carets of those who have the page open. */
export interface Hands {
  awareness: Awareness;
  take(said: Said): void;
  /** Those who have the page open, by name, each once. */
  people(): readonly { person: Id; name: string }[];
  stop(): void;
}

/** Follows where the others are, and says where this caret stands. */
export function createHands(doc: Doc, say: (state: string) => void, changed: () => void): Hands {
  const awareness = new Awareness(doc);
  const known = new Map<string, { key: number; person: Id; name: string; at: number }>();
  let next = 1;
  let last = "";
  let due: ReturnType<typeof setTimeout> | null = null;

  const place = () => JSON.stringify((awareness.getLocalState()?.cursor as Place | undefined) ?? null);

  function saySoon(): void {
    due ??= setTimeout(() => {
      due = null;
      const now = place();
      if (now === last) return;
      last = now;
      say(now);
    }, SAY_EVERY_MS);
  }

  function drop(connection: string): void {
    const gone = known.get(connection);
    if (!gone) return;
    known.delete(connection);
    awareness.states.delete(gone.key);
    awareness.emit("change", [{ added: [], updated: [], removed: [gone.key] }, "others"]);
    changed();
  }

  const again = setInterval(() => {
    last = place();
    say(last);
    const now = Date.now();
    for (const [connection, { at }] of known) if (now - at > SILENT_MS) drop(connection);
  }, SAY_AGAIN_MS);

  awareness.on("update", (_change: unknown, origin: unknown) => {
    if (origin === "local") saySoon();
  });

  return {
    awareness,
    take({ connection, person, name, state }) {
      if (state === null) return drop(connection);
      const cursor = placeOf(state);
      if (cursor === undefined) return;
      const held = known.get(connection);
      // Keys of others lie where no number of a writer does.
      const key = held?.key ?? -next++;
      known.set(connection, { key, person, name, at: Date.now() });
      awareness.states.set(key, { user: { name, hand: handOf(person) }, cursor });
      awareness.meta.set(key, { clock: 0, lastUpdated: Date.now() });
      awareness.emit("change", [{ added: held ? [] : [key], updated: held ? [key] : [], removed: [] }, "others"]);
      if (!held) changed();
    },
    people() {
      const people = new Map([...known.values()].map(({ person, name }) => [person, { person, name }]));
      return [...people.values()];
    },
    stop() {
      clearInterval(again);
      if (due) clearTimeout(due);
      awareness.destroy();
    },
  };
}
