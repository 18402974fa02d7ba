import { Problem } from "../../platform/http.ts";
import type { Id } from "../../platform/ids.ts";
import type { Shown, Spot, Waiting } from "./model.ts";

/** The presenter's pages go to the server so far apart. */
const APART_MS = 300;
/** Without an answer it is tried again after a while. */
const AGAIN_MS = 2_000;

export interface Turning {
  /** Everybody is to see this place. Of several at once the last one goes. */
  turn: (to: Spot) => void;
  /** Whether a place is under way, or was a moment ago. */
  busy: () => boolean;
  stop: () => void;
}

const comesLater = (error: unknown) => error instanceof Problem && (error.passing || error.code === "meetings.too_fast");

/** Sends the place that was turned to last, one at a time and so far apart. */
export function createTurning(send: (to: Spot) => Promise<void>, refused: (error: unknown) => void): Turning {
  let next: Spot | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sending = false;
  let stopped = false;

  const rest = (ms: number) => {
    timer = setTimeout(() => {
      timer = null;
      void go();
    }, ms);
  };

  async function go(): Promise<void> {
    if (sending || timer !== null || stopped || next === null) return;
    const spot = next;
    next = null;
    sending = true;
    let pause = APART_MS;
    try {
      await send(spot);
    } catch (error) {
      if (comesLater(error)) {
        // What was turned to meanwhile is newer.
        next ??= spot;
        pause = error instanceof Problem && error.code === "meetings.too_fast" ? APART_MS : AGAIN_MS;
      } else {
        next = null;
        if (!stopped) refused(error);
      }
    }
    sending = false;
    if (!stopped) rest(pause);
  }

  return {
    turn(to) {
      next = to;
      void go();
    },
    busy: () => sending || timer !== null || next !== null,
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** What came of sending a margin note: the server has it, it goes later, or the server will never take it. */
export type Sent = "saved" | "waiting" | "refused";

export interface Post {
  /** Sends what was written just now, after what is under way; ends with what came of the last words. */
  write: (waiting: Waiting) => Promise<Sent>;
  /** Sends what was written earlier, unless something newer is under way. */
  again: (waiting: Waiting) => Promise<Sent>;
}

/** Sends margin notes: of each one at a time, the last words last. What is kept is let go of only where nothing newer was written. */
export function createPost(send: (waiting: Waiting) => Promise<Sent>, drop: (waiting: Waiting) => Promise<void>): Post {
  const under = new Map<Id, { latest: Waiting; end: Promise<Sent> }>();

  async function go(job: { latest: Waiting }): Promise<Sent> {
    for (;;) {
      const sent = job.latest;
      const came = await send(sent);
      if (job.latest === sent && came === "saved") await drop(sent).catch(() => undefined);
      if (job.latest !== sent) continue;
      under.delete(sent.margin.id);
      return came;
    }
  }

  function begin(waiting: Waiting): Promise<Sent> {
    const job = { latest: waiting, end: Promise.resolve<Sent>("waiting") };
    under.set(waiting.margin.id, job);
    job.end = go(job);
    return job.end;
  }

  return {
    write(waiting) {
      const there = under.get(waiting.margin.id);
      if (!there) return begin(waiting);
      there.latest = waiting;
      return there.end;
    },
    again: (waiting) => under.get(waiting.margin.id)?.end ?? begin(waiting),
  };
}

/** Where somebody is at a meeting, and whether they go along with the presenter. */
export interface Standpoint {
  spot: Spot | null;
  follows: boolean;
  /** What is shown to all, as far as was heard. */
  shown: Shown | null;
}

export const arrived: Standpoint = { spot: null, follows: true, shown: null };

/** Where everybody is. */
export const spotOf = (shown: Shown | null): Spot | null => (shown?.material_id ? { material: shown.material_id, page: shown.page } : null);

const isSame = (one: Spot | null, other: Spot | null) => one?.material === other?.material && one?.page === other?.page;

/** Something else is shown: whoever follows goes there, and nobody goes back to what is older. */
export function heard(here: Standpoint, shown: Shown): Standpoint {
  if (here.shown && here.shown.turn > shown.turn) return here;
  if (here.shown && here.shown.turn === shown.turn && here.spot !== null) return here;
  const spot = spotOf(shown);
  return { ...here, shown, spot: here.follows && spot !== null ? spot : here.spot };
}

/** Somebody turns a page by themselves: who presents takes all along, everybody else looks away. */
export function turned(here: Standpoint, spot: Spot, presents: boolean): Standpoint {
  if (isSame(here.spot, spot)) return here;
  const isLed = here.shown?.presenter !== null && here.shown?.presenter !== undefined;
  return { ...here, spot, follows: presents || !isLed ? here.follows : isSame(spot, spotOf(here.shown)) };
}

/** Back to where everybody is. */
export const back = (here: Standpoint): Standpoint => ({ ...here, follows: true, spot: spotOf(here.shown) ?? here.spot });

/** Whether somebody sees something else than all others do. */
export const looksAway = (here: Standpoint): boolean => Boolean(here.shown?.presenter) && spotOf(here.shown) !== null && !here.follows;

/** The first material that somebody sees who comes before anything is shown. */
export function begun(here: Standpoint, first: Id | null): Standpoint {
  return here.spot !== null || first === null ? here : { ...here, spot: { material: first, page: 1 } };
}

/** Whoever is at a material that was taken from the table goes to the first one. */
export function still(here: Standpoint, materials: readonly Id[]): Standpoint {
  if (here.spot === null || materials.includes(here.spot.material)) return here;
  const [first] = materials;
  return { ...here, spot: first === undefined ? null : { material: first, page: 1 } };
}
