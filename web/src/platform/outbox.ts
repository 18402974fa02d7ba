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
  /** Only what is kept survives a closed page; what is lost lives in this page alone and goes out from here. */
  disk: "saving" | "kept" | "lost";
  /** How often the way to the server has failed since this page was opened. */
  tries: number;
  /** Held until this moment (ms since the epoch), so that it can be taken back unsent. */
  heldUntil?: number | undefined;
}

export interface Shelf<Content> {
  load(): Promise<Entry<Content>[]>;
  /** Done once the disk has it; fails where nothing can be kept. */
  save(entry: Entry<Content>): Promise<void>;
  /** Puts another entry into the place of one, in a single step; false when somebody else took that one away. */
  swap(id: Id, next: Entry<Content>): Promise<boolean>;
  remove(id: Id): Promise<void>;
}

export interface Outbox<Content> {
  entries: Store<readonly Entry<Content>[]>;
  /** Loads what an earlier visit left and starts to send. */
  start(): Promise<void>;
  /** `safe` runs once the words cannot be lost any more: the disk has them, or else the server. Sent once `holdMs` are over. */
  add(stream: Id, content: Content, safe?: () => void, holdMs?: number): Entry<Content>;
  /** Holds an entry no longer. */
  hurry(id: Id): void;
  /** Takes an entry back; null when it was sent meanwhile. */
  cancel(id: Id): Entry<Content> | null;
  /** Has an entry back that was cancelled. */
  restore(entry: Entry<Content>): void;
  retry(id: Id): void;
  /** The server is known to have it, as an event told. */
  settle(id: Id): void;
  /** The network may be back: try at once. */
  kick(): void;
  /** Another tab changed the shelf: lets go of what it took away and, if it has left, sends what it left behind. */
  look(adopt: boolean): Promise<void>;
  clear(): void;
}

interface Around {
  /** Tells the other tabs that something was taken off the shelf. */
  tell?: (() => void) | undefined;
  /** Something that was taken back had reached the server all the same. */
  late?: (id: Id) => void;
  later?: (run: () => void, ms: number) => () => void;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
// A clock that was set back meanwhile holds nothing for longer.
const LONGEST_HOLD_MS = 60_000;
// A disk that takes longer than this to say anything holds up nobody.
const DISK_PATIENCE_MS = 2000;

function afterwards(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/**
 * Keeps entries on disk and sends them for ever, each with the id it was born with, until the server has it or refuses it. Two tabs
 * may send the same entry: by its id the server takes it once.
 */
export function createOutbox<Content, Result>(
  shelf: Shelf<Content>,
  send: (entry: Entry<Content>) => Promise<Result>,
  sent: (entry: Entry<Content>, result: Result) => void,
  { tell = () => undefined, late = () => undefined, later = afterwards }: Around = {},
): Outbox<Content> {
  const entries = createStore<readonly Entry<Content>[]>([]);
  const busy = new Set<Id>();
  const again = new Set<Id>();
  const waits = new Map<Id, () => void>();
  const lastWait = new Map<Id, number>();
  const unsafe = new Map<Id, () => void>();
  // A look at the shelf that began before one of these went must not bring it back.
  const gone = new Set<Id>();
  const takenBack = new Set<Id>();
  let visit = 0;

  const held = (id: Id) => entries.get().find((entry) => entry.id === id) ?? null;
  const change = (id: Id, next: (entry: Entry<Content>) => Entry<Content>) => {
    if (held(id)) entries.update((all) => all.map((entry) => (entry.id === id ? next(entry) : entry)));
  };
  const isSafe = (id: Id) => {
    unsafe.get(id)?.();
    unsafe.delete(id);
  };
  const drop = (id: Id) => {
    gone.add(id);
    unsafe.delete(id);
    entries.update((all) => all.filter((entry) => entry.id !== id));
    shelf.remove(id).then(tell, () => undefined);
  };

  const arrived = (id: Id) => {
    if (takenBack.delete(id)) late(id);
  };

  async function keep(entry: Entry<Content>): Promise<void> {
    const stop = later(() => lose(entry.id), DISK_PATIENCE_MS);
    try {
      await shelf.save({ ...entry, disk: "kept", tries: 0 });
      stop();
      change(entry.id, (now) => ({ ...now, disk: "kept" }));
      isSafe(entry.id);
      void pump(entry.stream);
    } catch {
      stop();
      lose(entry.id);
    }
  }

  function lose(id: Id): void {
    const entry = held(id);
    // What was kept before stays so, only older.
    if (entry?.disk === "saving") change(id, (now) => ({ ...now, disk: "lost" }));
    if (entry) void pump(entry.stream);
  }

  function replace(id: Id, next: Entry<Content>): void {
    change(id, () => next);
    void keep(next);
  }

  async function rename(entry: Entry<Content>): Promise<void> {
    const next = { ...entry, id: newId() };
    // Of two tabs that hold the entry, only one may send it under a new id.
    const mine = entry.disk !== "kept" || (await shelf.swap(entry.id, next).catch(() => true));
    gone.add(entry.id);
    if (mine) change(entry.id, () => next);
    else entries.update((all) => all.filter((other) => other.id !== entry.id));
    tell();
  }

  async function pump(stream: Id): Promise<void> {
    if (busy.has(stream) || waits.has(stream)) return;
    const entry = entries.get().find((candidate) => candidate.stream === stream && candidate.state === "waiting");
    // Saved before it is sent: a tab that dies between the two sends it again, with the same id.
    if (!entry || entry.disk === "saving") return;
    const early = Math.min((entry.heldUntil ?? 0) - Date.now(), LONGEST_HOLD_MS);
    if (early > 0) {
      const over = () => {
        release(entry.id);
        wake(stream);
      };
      waits.set(stream, later(over, early));
      return;
    }
    busy.add(stream);
    let wait: number | null = null;
    try {
      const result = await send(entry);
      sent(entry, result);
      isSafe(entry.id);
      drop(entry.id);
      arrived(entry.id);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      const now = held(entry.id);
      if (!now) wait = null;
      else if (problem.code === "id_taken") await rename(now);
      else if (problem.passing) {
        change(entry.id, (before) => ({ ...before, tries: before.tries + 1 }));
        wait = again.has(stream) ? null : problem.retryAfter === null ? nextWait(stream) : problem.retryAfter * 1000;
      } else replace(entry.id, { ...now, state: "refused", code: problem.code });
    }
    busy.delete(stream);
    again.delete(stream);
    if (wait === null) {
      lastWait.delete(stream);
      await pump(stream);
    } else {
      const cancel = later(() => {
        waits.delete(stream);
        void pump(stream);
      }, wait);
      waits.set(stream, cancel);
    }
  }

  const release = (id: Id) => change(id, (now) => ({ ...now, heldUntil: undefined }));

  function nextWait(stream: Id): number {
    const ms = Math.min(LONGEST_WAIT_MS, (lastWait.get(stream) ?? FIRST_WAIT_MS / 2) * 2);
    lastWait.set(stream, ms);
    return ms;
  }

  /** What waits in a stream is looked at anew. */
  const wake = (stream: Id) => {
    waits.get(stream)?.();
    waits.delete(stream);
    void pump(stream);
  };

  const pumpAll = () => {
    for (const stream of new Set(entries.get().map((entry) => entry.stream))) void pump(stream);
  };

  async function look(adopt: boolean): Promise<void> {
    const before = new Set(entries.get().flatMap((entry) => (entry.disk === "kept" ? [entry.id] : [])));
    if (!adopt && before.size === 0) return;
    const mine = visit;
    const shelved = await shelf.load().catch(() => null);
    if (!shelved || mine !== visit) return;
    const there = new Set(shelved.map((entry) => entry.id));
    const all = entries.get();
    const left = all.filter((entry) => !before.has(entry.id) || there.has(entry.id));
    const found = adopt ? shelved.filter(({ id }) => !gone.has(id) && !held(id)).map((entry) => ({ ...entry, disk: "kept" as const, tries: 0 })) : [];
    if (found.length > 0 || left.length < all.length) entries.set([...found, ...left]);
    pumpAll();
  }

  return {
    entries,
    start: () => look(true),
    hurry(id) {
      const entry = held(id);
      release(id);
      if (entry) wake(entry.stream);
    },
    add(stream, content, safe, holdMs = 0) {
      const createdAt = Date.now();
      const entry: Entry<Content> = { id: newId(), stream, content, createdAt, state: "waiting", code: null, disk: "saving", tries: 0, ...(holdMs > 0 && { heldUntil: createdAt + holdMs }) };
      if (safe) unsafe.set(entry.id, safe);
      entries.update((all) => [...all, entry]);
      void keep(entry);
      return entry;
    },
    cancel(id) {
      const entry = held(id);
      if (entry) {
        takenBack.add(id);
        drop(id);
        if (entry.heldUntil !== undefined) wake(entry.stream);
      }
      return entry;
    },
    restore(entry) {
      // Under its own id what is on its way all the same is it; what got through was taken back there, and needs another.
      const id = takenBack.delete(entry.id) ? entry.id : newId();
      const next: Entry<Content> = { ...entry, id, state: "waiting", code: null, disk: "saving", tries: 0, heldUntil: undefined };
      gone.delete(id);
      entries.update((all) => [...all, next]);
      // What was on its way has been stopped, and says so in a moment: that is no reason to wait.
      if (busy.has(entry.stream)) again.add(entry.stream);
      void keep(next);
    },
    retry(id) {
      const entry = held(id);
      if (!entry) return;
      replace(id, { ...entry, state: "waiting", code: null, tries: 0 });
      void pump(entry.stream);
    },
    settle(id) {
      if (!held(id)) return arrived(id);
      isSafe(id);
      drop(id);
    },
    kick() {
      for (const cancel of waits.values()) cancel();
      waits.clear();
      lastWait.clear();
      // What is on its way now may have left before the network came back.
      for (const stream of busy) again.add(stream);
      pumpAll();
    },
    look,
    clear() {
      visit++;
      for (const cancel of waits.values()) cancel();
      waits.clear();
      lastWait.clear();
      unsafe.clear();
      takenBack.clear();
      entries.set([]);
    },
  };
}
