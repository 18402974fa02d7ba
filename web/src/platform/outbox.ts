import { Problem } from "./http.ts";
import { newId, type Id } from "./ids.ts";
import { createStore, type Store } from "./store.ts";

/** Something this person wrote that the server has not acknowledged yet. */
export interface Entry<Content> {
  id: Id;
  /** Entries of one stream are sent in the order they were written. */
  stream: Id;
  content: Content;
  createdAt: number;
  state: "waiting" | "refused";
  /** Why the server refused for good; the person edits or cancels. */
  code: string | null;
}

export interface Shelf<Content> {
  load(): Promise<Entry<Content>[]>;
  save(entry: Entry<Content>): Promise<unknown>;
  remove(id: Id): Promise<unknown>;
}

export interface Outbox<Content> {
  entries: Store<readonly Entry<Content>[]>;
  /** Loads what an earlier visit left and starts to send. */
  start(): Promise<void>;
  add(stream: Id, content: Content): Entry<Content>;
  /** Takes an entry back; null when it was sent meanwhile. */
  cancel(id: Id): Entry<Content> | null;
  retry(id: Id): void;
  /** The server is known to have it, as an event told. */
  settle(id: Id): void;
  /** The network may be back: try at once. */
  kick(): void;
  clear(): void;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Keeps entries on disk and sends them for ever, each with the id it was born with, until the server has it or refuses it. */
export function createOutbox<Content, Result>(
  shelf: Shelf<Content>,
  send: (entry: Entry<Content>) => Promise<Result>,
  sent: (entry: Entry<Content>, result: Result) => void,
  later: (run: () => void, ms: number) => () => void = (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
): Outbox<Content> {
  const entries = createStore<readonly Entry<Content>[]>([]);
  const busy = new Set<Id>();
  const waits = new Map<Id, { ms: number; cancel: () => void }>();

  const drop = (id: Id) => {
    entries.update((all) => all.filter((entry) => entry.id !== id));
    void shelf.remove(id);
  };
  const replace = (id: Id, next: Entry<Content>) => {
    entries.update((all) => all.map((entry) => (entry.id === id ? next : entry)));
    if (id !== next.id) void shelf.remove(id);
    void shelf.save(next);
  };

  async function pump(stream: Id): Promise<void> {
    if (busy.has(stream) || waits.has(stream)) return;
    const entry = entries.get().find((candidate) => candidate.stream === stream && candidate.state === "waiting");
    if (!entry) return;
    busy.add(stream);
    let wait: number | null = null;
    try {
      const result = await send(entry);
      sent(entry, result);
      drop(entry.id);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      const held = entries.get().some((candidate) => candidate.id === entry.id);
      if (!held) wait = null;
      else if (problem.code === "id_taken") replace(entry.id, { ...entry, id: newId() });
      else if (problem.passing) wait = problem.retryAfter === null ? nextWait(stream) : problem.retryAfter * 1000;
      else replace(entry.id, { ...entry, state: "refused", code: problem.code });
    }
    busy.delete(stream);
    if (wait === null) {
      lastWait.delete(stream);
      await pump(stream);
    } else {
      const cancel = later(() => {
        waits.delete(stream);
        void pump(stream);
      }, wait);
      waits.set(stream, { ms: wait, cancel });
    }
  }

  const lastWait = new Map<Id, number>();
  function nextWait(stream: Id): number {
    const ms = Math.min(LONGEST_WAIT_MS, (lastWait.get(stream) ?? FIRST_WAIT_MS / 2) * 2);
    lastWait.set(stream, ms);
    return ms;
  }

  const pumpAll = () => {
    for (const stream of new Set(entries.get().map((entry) => entry.stream))) void pump(stream);
  };

  return {
    entries,
    async start() {
      const kept = await shelf.load();
      entries.update((all) => [...kept.filter((old) => !all.some((entry) => entry.id === old.id)), ...all]);
      pumpAll();
    },
    add(stream, content) {
      const entry: Entry<Content> = { id: newId(), stream, content, createdAt: Date.now(), state: "waiting", code: null };
      entries.update((all) => [...all, entry]);
      // Saved before it is sent: a tab that dies between the two sends it again, with the same id.
      void Promise.resolve(shelf.save(entry)).then(() => pump(stream));
      return entry;
    },
    cancel(id) {
      const entry = entries.get().find((candidate) => candidate.id === id) ?? null;
      if (entry) drop(id);
      return entry;
    },
    retry(id) {
      const entry = entries.get().find((candidate) => candidate.id === id);
      if (!entry) return;
      replace(id, { ...entry, state: "waiting", code: null });
      void pump(entry.stream);
    },
    settle(id) {
      if (entries.get().some((entry) => entry.id === id)) drop(id);
    },
    kick() {
      for (const wait of waits.values()) wait.cancel();
      waits.clear();
      pumpAll();
    },
    clear() {
      for (const wait of waits.values()) wait.cancel();
      waits.clear();
      entries.set([]);
    },
  };
}
