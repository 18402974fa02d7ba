import type { Wire } from "./api/wire.ts";
import type { Id } from "./ids.ts";
import { address } from "./place.ts";
import { createStore } from "./store.ts";

/** Up to where this client knows everything. */
export type Position = Wire["LivePosition"];

/** A fact from the server. */
export interface LiveEvent {
  tick: number;
  kind: string;
  p: unknown;
}

interface Frame {
  t: string;
  tick?: number;
  epoch?: string;
  kind?: string;
  p?: unknown;
  connection?: string;
  retry_ms?: number;
}

export interface LiveHandlers {
  /** Facts in order; `position` is where the client stands once they are applied. */
  events(events: LiveEvent[], position: Position): void;
  /** The position is too old: everything must be fetched anew. Resolves with the new position. */
  fresh(): Promise<Position>;
  /** What is not a fact and never replayed: receipts, typing, presence. */
  passing(frame: Record<string, unknown> & { t: string }): void;
  /** The line is open and caught up. */
  ready(): void;
  /** The line could not be opened: is the session still good? */
  failed(): void;
}

export type Line = "connecting" | "live" | "broken";

/** Whether the line to the server is open; the shell tells people calmly. */
export const lineStore = createStore<Line>("connecting");

const SILENCE_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;
const SOCKET_TRIES = 2;
const SOCKET_AGAIN_MS = 300_000;
const BATCH_MS = 12;

interface Transport {
  send(frame: object): void;
  close(): void;
}

/**
 * Keeps one line open for ever: a WebSocket, or server-sent events where a proxy breaks sockets.
 * After a break it resumes at its position, so that nothing is missed and nothing comes twice.
 */
export function createLive(handlers: LiveHandlers) {
  let position: Position | null = null;
  let transport: Transport | null = null;
  let stopped = true;
  let failures = 0;
  let socketFailures = 0;
  let socketAvoidedUntil = 0;
  let retry: ReturnType<typeof setTimeout> | null = null;
  let silence: ReturnType<typeof setTimeout> | null = null;
  let batch: Frame[] = [];
  let flushing: ReturnType<typeof setTimeout> | null = null;
  let unfinished: number | null = null;
  let generation = 0;
  let connection: string | null = null;

  function flush(): void {
    flushing = null;
    const frames = batch;
    batch = [];
    if (!position) return;
    const events: LiveEvent[] = [];
    let next = position;
    for (const frame of frames) {
      if (frame.t === "ev" && frame.tick !== undefined && frame.kind !== undefined) {
        // Several facts share a tick; it is behind us only when another one starts.
        if (unfinished !== null && unfinished !== frame.tick) next = { ...next, tick: unfinished };
        unfinished = frame.tick;
        events.push({ tick: frame.tick, kind: frame.kind, p: frame.p });
      } else if (frame.t === "at" && frame.tick !== undefined) {
        next = { ...next, tick: frame.tick };
        unfinished = null;
      }
    }
    position = next;
    handlers.events(events, next);
  }

  function watchSilence(): void {
    if (silence) clearTimeout(silence);
    silence = setTimeout(() => broken(), SILENCE_MS);
  }

  async function take(frame: Frame): Promise<void> {
    watchSilence();
    switch (frame.t) {
      case "ready":
        failures = 0;
        socketFailures = 0;
        connection = frame.connection ?? null;
        if (position && frame.epoch) position = { ...position, epoch: frame.epoch };
        lineStore.set("live");
        handlers.ready();
        return;
      case "ev":
      case "at":
        batch.push(frame);
        flushing ??= setTimeout(flush, BATCH_MS);
        return;
      case "fresh":
        await startAfresh();
        return;
      case "bye":
        broken(frame.retry_ms ?? 1000);
        return;
      default:
        handlers.passing(frame as Record<string, unknown> & { t: string });
    }
  }

  async function startAfresh(): Promise<void> {
    hangUp();
    batch = [];
    unfinished = null;
    const mine = generation;
    try {
      const fresh = await handlers.fresh();
      if (mine !== generation || stopped) return;
      position = fresh;
      open();
    } catch {
      broken();
    }
  }

  function hangUp(): void {
    generation++;
    if (silence) clearTimeout(silence);
    transport?.close();
    transport = null;
  }

  function broken(wait?: number): void {
    hangUp();
    if (stopped) return;
    failures++;
    lineStore.set("broken");
    handlers.failed();
    // Jitter keeps thousands of clients from coming back in one moment after a restart.
    const ms = wait ?? Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(failures, 7)) * (0.5 + Math.random());
    if (retry) clearTimeout(retry);
    retry = setTimeout(open, ms);
  }

  function open(): void {
    if (stopped || !position) return;
    if (retry) clearTimeout(retry);
    retry = null;
    hangUp();
    const mine = generation;
    if (lineStore.get() !== "broken") lineStore.set("connecting");
    watchSilence();
    const live = {
      frame: (text: string) => {
        if (mine === generation) void take(JSON.parse(text) as Frame);
      },
      closed: () => {
        if (mine === generation) broken();
      },
    };
    transport = Date.now() < socketAvoidedUntil ? openStream(position, live) : openSocket(position, live);
  }

  function openSocket(at: Position, live: { frame(text: string): void; closed(): void }): Transport {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${address("/api/live")}`);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      socket.send(JSON.stringify({ t: "hello", epoch: at.epoch, tick: at.tick }));
    };
    socket.onmessage = (message) => live.frame(String(message.data));
    socket.onclose = () => {
      if (!opened && navigator.onLine && ++socketFailures >= SOCKET_TRIES) socketAvoidedUntil = Date.now() + SOCKET_AGAIN_MS;
      live.closed();
    };
    return {
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
      },
      close: () => {
        socket.onclose = null;
        socket.close();
      },
    };
  }

  function openStream(at: Position, live: { frame(text: string): void; closed(): void }): Transport {
    const source = new EventSource(`${address("/api/live/sse")}?epoch=${encodeURIComponent(at.epoch)}&tick=${at.tick}`);
    let connection: string | null = null;
    source.onmessage = (message) => {
      const frame = JSON.parse(String(message.data)) as Frame;
      if (frame.t === "ready") connection = frame.connection ?? null;
      live.frame(String(message.data));
    };
    source.onerror = () => {
      source.close();
      // Both ways failed: the socket deserves another chance.
      if (!connection) socketAvoidedUntil = 0;
      socketFailures = 0;
      live.closed();
    };
    return {
      send: (frame) => {
        if (!connection) return;
        void fetch(address("/api/live/say"), {
          method: "POST",
          headers: { "content-type": "application/json", "x-engawa": "1" },
          body: JSON.stringify({ connection, frame }),
        }).catch(() => undefined);
      },
      close: () => source.close(),
    };
  }

  const hurry = () => {
    if (!stopped && lineStore.get() === "broken" && document.visibilityState === "visible") open();
  };
  if (typeof window !== "undefined") {
    window.addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("offline", () => {
      if (!stopped) broken();
    });
  }

  return {
    start(at: Position): void {
      stopped = false;
      position = at;
      unfinished = null;
      open();
    },
    stop(): void {
      stopped = true;
      if (retry) clearTimeout(retry);
      if (flushing) clearTimeout(flushing);
      flushing = null;
      batch = [];
      hangUp();
      position = null;
    },
    say(frame: { t: string } & Record<string, unknown>): void {
      transport?.send(frame);
    },
    /** Tries now instead of at the end of the pause, if the line is broken. */
    hurry,
    position: (): Position | null => position,
    /** The server's name for this line, while it is open. */
    connection: () => (transport ? connection : null),
  };
}

export type Live = ReturnType<typeof createLive>;

let current: Live | null = null;

/** The one line of this tab; set by the start-up. */
export function holdLine(line: Live | null): void {
  current = line;
}

/** Says something passing to the server, if the line is open. */
export function say(frame: { t: string } & Record<string, unknown>): void {
  current?.say(frame);
}

/** The server's name for the line, for what is asked over HTTP and told over the line. */
export const connectionName = () => current?.connection() ?? null;

/** What parts that come later want to hear: facts by their kind, and what passes by its name. */
export const ears = new Map<string, (told: never) => void>();

/** By names that begin so such parts hear that whoever was here is gone, and forget what was theirs. No frame is called so. */
export const LEFT_HERE = "/left";

/** By names that begin so they hear that something was missed: what they hold may be as it was. No frame is called so either. */
export const FRESH = "/fresh";

/** Who is at the screen right now, as far as the server told. */
export type Presence = "online" | "away" | "offline";
export const presenceStore = createStore<Readonly<Record<Id, Presence>>>({});
