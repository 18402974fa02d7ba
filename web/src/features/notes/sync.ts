import * as Y from "yjs";
import { Problem } from "../../platform/http.ts";
import { newId, type Id } from "../../platform/ids.ts";
import { createStore, type Store } from "../../platform/store.ts";

/** What was written here and the server does not have yet. */
export interface Waiting {
  id: Id;
  update: Uint8Array;
  /** Up to which number of the page it was written. */
  seen: number;
}

/** A page as this device keeps it. */
export interface Held {
  /** All of it as one update. */
  state: Uint8Array;
  /** Up to which number. */
  seq: number;
  waiting: Waiting[];
  /** The numbers with which this device wrote. */
  mine: readonly number[];
}

/** Keeps a page on this device. */
export interface Shelf {
  load(): Promise<Held | null>;
  /** The page itself, without what waits, and the numbers with which this device wrote on it. */
  keep(state: Uint8Array, seq: number, mine: readonly number[]): Promise<void>;
  /** Something that waits; done once the disk has it. */
  add(waiting: Waiting): Promise<void>;
  remove(id: Id): Promise<void>;
  /** The page is not this person's to see any more. What waits stays. */
  drop(): Promise<void>;
  /** Neither the page nor what waits is kept any longer. */
  clear(): Promise<void>;
}

/** What the server said when the page was opened. */
export interface Page {
  seq: number;
  /** What this page lacks. */
  update: Uint8Array;
  /** What the server has, as a state vector. */
  state: Uint8Array;
}

/** The way to the server. */
export interface Way {
  open(known: Uint8Array): Promise<Page>;
  send(waiting: Waiting): Promise<{ seq: number }>;
}

/** An update that somebody's writing brought, as the line tells it. */
export interface Told {
  seq: number;
  /** Nothing where it is too large to be told. */
  update: Uint8Array | null;
}

/** How the page stands towards the server. */
export interface Standing {
  /** It was opened at least once, here or at the server. */
  ready: boolean;
  /** Updates that the server does not have yet. */
  waiting: number;
  /** The way to the server is closed; what is written stays here. */
  offline: boolean;
  /** This device keeps nothing: what waits is lost with the window. */
  unkept: boolean;
  /** Why the server takes nothing any more. */
  refused: string | null;
  seq: number;
}

export interface Paper {
  doc: Y.Doc;
  standing: Store<Standing>;
  /** Shows what this device has, then what the server has. */
  start(): Promise<void>;
  take(told: Told): void;
  /** The line is open again, or something was told that has to be fetched. */
  refresh(): void;
  /** Sends what is written without waiting for more; done once it is kept. */
  flush(): Promise<void>;
  /** The page is closed. What was just written is still sent. */
  stop(): void;
  /** The page is closed, and nothing of it stays on this device, also not what the server did not take. */
  letGo(): Promise<void>;
}

interface Around {
  later?: (run: () => void, ms: number) => () => void;
  /** For how long what is written is gathered. */
  gather?: number;
  /** Whether what is written here is sent at all: who only reads changes nothing, not even by putting a page in order. */
  writes?: () => boolean;
}

/** What comes from elsewhere and is not sent. */
const ELSEWHERE = Symbol("elsewhere");
const GATHER_MS = 300;
const KEEP_MS = 3_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
// Refused for now, as after a server was put back to an older state: others bring what is missing.
const LATER = ["notes.out_of_step", "notes.writer_taken"];
// What is refused as not fitting is made anew from the server's state; more often than this something else is wrong.
const MOST_REPAIRS = 3;
// Removals alone that the server lacks are sent again so often in one visit.
const MOST_REMOVALS = 2;
/** Of a page, nothing. */
const NOTHING = new Uint8Array([0]);

function afterwards(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** How many letters and nodes are removed, of those that a server knows. */
function removed(set: ReturnType<typeof Y.createDeleteSet>, known: Map<number, number>): number {
  let sum = 0;
  for (const [client, items] of set.clients) {
    const end = known.get(client) ?? 0;
    for (const { clock, len } of items) sum += Math.max(0, Math.min(clock + len, end) - clock);
  }
  return sum;
}

/** What of a page a server lacks: something that was written with one of the numbers, removals alone, or nothing. */
function lack(doc: Y.Doc, page: Page, mine: Iterable<number>): "words" | "removals" | null {
  const [here, there] = [Y.decodeStateVector(Y.encodeStateVector(doc)), Y.decodeStateVector(page.state)];
  for (const writer of mine) if ((here.get(writer) ?? 0) > (there.get(writer) ?? 0)) return "words";
  const [ours, theirs] = [Y.createDeleteSetFromStructStore(doc.store), Y.decodeUpdate(page.update).ds];
  return removed(ours, there) > removed(theirs, there) ? "removals" : null;
}

/**
 * The first of what a server lacks that it can take: what was written with one of the numbers goes on with what others wrote, so only as
 * far as that is there. What others wrote is left to them. `page` is all that the server has.
 */
function fitting(doc: Y.Doc, page: Page, mine: Iterable<number>): Uint8Array | null {
  const here = Y.decodeStateVector(Y.encodeStateVector(doc));
  const known = Y.decodeStateVector(page.state);
  for (const writer of mine) {
    const first = known.get(writer) ?? 0;
    if ((here.get(writer) ?? 0) < first) continue;
    const there = new Y.Doc({ gc: false });
    Y.applyUpdate(there, page.update);
    Y.applyUpdate(there, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(new Map([...here, [writer, first]]))));
    // What does not fit yet is no part of it.
    there.store.pendingStructs = null;
    there.store.pendingDs = null;
    if (lack(there, page, [writer])) return Y.encodeStateAsUpdate(there, page.state);
  }
  return null;
}

/**
 * A page that is written here and elsewhere at once. What is written is kept on the device before it is sent, and sent under its id until
 * the server has it; what others write is merged whenever it comes, in any order.
 */
export function createPaper(way: Way, shelf: Shelf, { later = afterwards, gather = GATHER_MS, writes = () => true }: Around = {}): Paper {
  const doc = new Y.Doc({ gc: true });
  const standing = createStore<Standing>({ ready: false, waiting: 0, offline: false, unkept: false, refused: null, seq: 0 });
  let waiting: Waiting[] = [];
  let fresh: Uint8Array[] = [];
  let stopped = false;
  let sending = false;
  let opening: Promise<void> | null = null;
  let openAgain = false;
  let failures = 0;
  let repairs = 0;
  let cancelGather: (() => void) | null = null;
  let cancelKeep: (() => void) | null = null;
  let cancelRetry: (() => void) | null = null;
  // Numbers that came before those between them.
  const ahead = new Set<number>();
  // The numbers with which this device writes and wrote.
  const mine = new Set<number>([doc.clientID]);
  // Up to which number the page was there when the first of what is gathered was written.
  let freshSeen = 0;
  // The last number that was told or given since the page was asked for.
  let newest = 0;
  let removals = 0;
  let healing = false;
  let isGone = false;
  // It was stopped, and what is left does not go out now.
  let isOver = false;

  const change = (part: Partial<Standing>) => standing.update((now) => ({ ...now, ...part }));
  const count = () => change({ waiting: waiting.length + (fresh.length > 0 ? 1 : 0) });
  const seq = () => standing.get().seq;

  function reach(next: number): void {
    newest = Math.max(newest, next);
    ahead.add(next);
    let at = seq();
    while (ahead.delete(at + 1)) at++;
    for (const number of ahead) if (number <= at) ahead.delete(number);
    change({ seq: at });
  }

  function keepSoon(): void {
    cancelKeep ??= later(() => {
      cancelKeep = null;
      void keepNow();
    }, KEEP_MS);
  }

  async function keepNow(): Promise<void> {
    await stored(true);
    void pump();
  }

  /** Keeps what was just written, then, if that is wanted, the page: it never says on this device what does not wait there as well. */
  async function stored(withPage: boolean): Promise<void> {
    const entry = gathered();
    if (withPage) {
      cancelKeep?.();
      cancelKeep = null;
    }
    const [state, at] = [withPage ? Y.encodeStateAsUpdate(doc) : null, seq()];
    if (isGone) return;
    try {
      if (entry) await shelf.add(entry);
      if (state && !isGone) await shelf.keep(state, at, [...mine]);
    } catch {
      change({ unkept: true });
    }
  }

  /** What was just written becomes one that waits. */
  function gathered(): Waiting | null {
    cancelGather?.();
    cancelGather = null;
    if (fresh.length === 0) return null;
    const update = fresh.length === 1 ? (fresh[0] as Uint8Array) : Y.mergeUpdates(fresh);
    fresh = [];
    const entry: Waiting = { id: newId(), update, seen: freshSeen };
    waiting.push(entry);
    count();
    return entry;
  }

  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (isGone) return;
    if (origin === ELSEWHERE || !writes()) return keepSoon();
    if (fresh.length === 0) freshSeen = seq();
    fresh.push(update);
    count();
    cancelGather ??= later(() => void flush(), gather);
  });

  async function flush(): Promise<void> {
    if (fresh.length === 0) return;
    await stored(false);
    void pump();
    // What it goes on with has to be on the device as well, or a page that is opened offline would not show it.
    if (cancelKeep) await keepNow();
    else keepSoon();
  }

  async function pump(): Promise<void> {
    if (sending || isGone || isOver || cancelRetry || !standing.get().ready || standing.get().refused) return;
    const entry = waiting[0];
    if (!entry) return;
    sending = true;
    try {
      const { seq: number } = await way.send(entry);
      done(entry);
      reach(number);
      failures = 0;
      repairs = 0;
      change({ offline: false });
    } catch (error) {
      await failed(entry, error instanceof Problem ? error : new Problem("unexpected", 0));
    }
    sending = false;
    if (waiting.length > 0) void pump();
    else if (healing && !standing.get().refused) {
      healing = false;
      refresh();
    }
  }

  function done(entry: Waiting): void {
    waiting = waiting.filter((other) => other.id !== entry.id);
    void shelf.remove(entry.id).catch(() => undefined);
    count();
    keepSoon();
  }

  async function failed(entry: Waiting, problem: Problem): Promise<void> {
    if (problem.passing) return pause(problem);
    if (problem.code === "id_taken") return replace([entry], entry.update, entry.seen);
    if (problem.code === "notes.out_of_step" && repairs++ < MOST_REPAIRS) {
      try {
        return await repair();
      } catch (error) {
        const other = error instanceof Problem ? error : new Problem("unexpected", 0);
        if (other.passing) return pause(other);
        return change({ refused: other.code });
      }
    }
    change({ refused: problem.code });
  }

  /** Makes anew what the server lacks of what this device wrote, as it goes on with what the server has. */
  async function repair(): Promise<void> {
    // Whatever of it waits no longer is on the device's page, from which the next repair makes it.
    await stored(true);
    const page = await way.open(NOTHING);
    takePage(page);
    const old = [...waiting];
    const update = fitting(doc, page, mine);
    if (update) {
      healing = true;
      return replace(old, update, Math.min(page.seq, ...old.map(({ seen }) => seen)));
    }
    // It was only unknown that the server has it.
    if (!lack(doc, page, mine)) return old.forEach(done);
    change({ refused: "notes.out_of_step" });
  }

  async function replace(old: readonly Waiting[], update: Uint8Array, seen: number): Promise<void> {
    const next: Waiting = { id: newId(), update, seen };
    const gone = new Set(old.map(({ id }) => id));
    await shelf.add(next).catch(() => change({ unkept: true }));
    waiting = [next, ...waiting.filter(({ id }) => !gone.has(id))];
    await Promise.all([...gone].map((id) => shelf.remove(id).catch(() => undefined)));
    count();
  }

  function pause(problem: Problem): void {
    change({ offline: true });
    // What is left then goes out by whoever sends what visits left.
    if (stopped) {
      isOver = true;
      return;
    }
    const ms = problem.retryAfter === null ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures++, 6)) * (0.5 + Math.random()) : problem.retryAfter * 1000;
    cancelRetry?.();
    cancelRetry = later(() => {
      cancelRetry = null;
      if (!standing.get().ready) refresh();
      void pump();
    }, ms);
  }

  function takePage(page: Page): void {
    Y.applyUpdate(doc, page.update, ELSEWHERE);
    for (const number of ahead) if (number <= page.seq) ahead.delete(number);
    // Lower than before once a server was put back to an older state.
    change({ seq: page.seq });
    if (ahead.size > 0) reach(seq());
  }

  async function open(): Promise<void> {
    try {
      newest = 0;
      const page = await way.open(Y.encodeStateVector(doc));
      const isLast = newest <= page.seq;
      takePage(page);
      failures = 0;
      change({ ready: true, offline: false });
      // It was put back, or the right to write came back.
      const { refused } = standing.get();
      if (refused === "not_found" || (refused === "notes.read_only" && writes())) change({ refused: null });
      keepSoon();
      if (isLast) await heal(page);
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem("unexpected", 0);
      if (problem.passing) return pause(problem);
      change({ refused: problem.code });
      if (problem.code === "not_found") {
        cancelKeep?.();
        cancelKeep = null;
        await shelf.drop().catch(() => undefined);
      }
    }
  }

  /** Sends what the server lacks although nothing waits: a device that lost something, a server that was put back to an older state. */
  async function heal(page: Page): Promise<void> {
    if (waiting.length > 0 || fresh.length > 0 || sending || stopped || !writes()) return;
    const lacking = lack(doc, page, mine);
    if (lacking === "words" || (lacking === "removals" && removals++ < MOST_REMOVALS)) await repair();
  }

  function refresh(): void {
    if (stopped) return;
    // What did not fit may fit once others have sent what it goes on with.
    if (LATER.includes(standing.get().refused ?? "")) {
      repairs = 0;
      change({ refused: null });
    }
    if (opening) {
      openAgain = true;
      return;
    }
    opening = open().finally(() => {
      opening = null;
      if (openAgain) {
        openAgain = false;
        refresh();
      } else void pump();
    });
  }

  return {
    doc,
    standing,
    async start() {
      const held = await shelf.load().catch(() => null);
      if (stopped) return;
      if (held) {
        Y.applyUpdate(doc, held.state, ELSEWHERE);
        for (const entry of held.waiting) Y.applyUpdate(doc, entry.update, ELSEWHERE);
        for (const writer of held.mine) mine.add(writer);
        waiting = [...held.waiting, ...waiting];
        change({ seq: held.seq, ready: true });
        count();
      }
      refresh();
      await opening;
    },
    take(told) {
      if (told.seq <= seq()) return;
      if (!told.update) return refresh();
      Y.applyUpdate(doc, told.update, ELSEWHERE);
      reach(told.seq);
      // Something between was not told, as while the line was broken; or it is what something of this device's goes on with.
      if (ahead.size > 0 || LATER.includes(standing.get().refused ?? "")) refresh();
    },
    refresh() {
      cancelRetry?.();
      cancelRetry = null;
      refresh();
    },
    flush,
    stop() {
      stopped = true;
      cancelRetry?.();
      cancelRetry = null;
      if (fresh.length > 0) void flush();
      else if (cancelKeep) void keepNow();
      void pump();
    },
    async letGo() {
      [stopped, isGone] = [true, true];
      for (const cancel of [cancelRetry, cancelGather, cancelKeep]) cancel?.();
      [waiting, fresh] = [[], []];
      count();
      await shelf.clear();
    },
  };
}
