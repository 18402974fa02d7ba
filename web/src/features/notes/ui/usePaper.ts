import { useEffect, useRef, useState } from "react";
import type { Id } from "../../../platform/ids.ts";
import { lineStore } from "../../../platform/live.ts";
import { createStore, type Store } from "../../../platform/store.ts";
import { listen, loadComments, sayHand, wayOf } from "../actions.ts";
import * as api from "../api.ts";
import type { Lost, Note, Opened } from "../model.ts";
import { keepAbout, readAbout, shelfOf } from "../store.ts";
import { createPaper, type Paper } from "../sync.ts";
import { createHands, type Hands } from "./editor/hands.ts";

/** What is known around the page. */
export interface Around {
  note: Note | null;
  mayWrite: boolean;
  mayWithdraw: boolean;
  lost: readonly Lost[];
  /** Up to which number it was seen before this visit, when others wrote since. */
  since: number | null;
  /** Counts whenever somebody opens the page or closes it. */
  hands: number;
  /** What this device has can be shown. */
  ready: boolean;
}

export interface Desk {
  paper: Paper;
  hands: Hands;
  around: Store<Around>;
  /** Who wrote with a number. */
  nameOf: (writer: number) => string | null;
  /** Lets go what the server did not take, and begins anew with what it has. */
  letGo: () => Promise<void>;
}

const LOOK_AGAIN_MS = 20_000;
const SEEN_AFTER_MS = 5_000;

/** Everything that a page needs to be shown and written, for as long as it is on screen. */
function createDesk(id: Id, me: Id, again: () => void): Desk & { stop: () => void } {
  const around = createStore<Around>({ note: null, mayWrite: false, mayWithdraw: false, lost: [], since: null, hands: 0, ready: false });
  let seated = false;
  let visited = false;
  const names = new Map<Id, string>();
  const writers = new Map<number, Id>();
  const change = (part: Partial<Around>) => around.update((now) => ({ ...now, ...part }));

  const opened = (answer: Opened) => {
    for (const { id: person, name } of answer.people) names.set(person, name);
    for (const { writer, person_id } of answer.hands) writers.set(writer, person_id);
    change({ note: answer.note, mayWrite: answer.may_write, mayWithdraw: answer.may_withdraw, lost: answer.lost });
    // Told once: what comes while the page is open is seen as it comes.
    if (!visited && answer.seen_seq > 0 && answer.seen_seq < answer.seq) change({ since: answer.seen_seq });
    visited = true;
    seated = answer.seated;
    void keepAbout(id, { note: answer.note, mayWrite: answer.may_write });
  };
  const paper = createPaper(wayOf(id, opened), shelfOf(id), { writes: () => around.get().mayWrite });
  const hands = createHands(
    paper.doc,
    (state) => sayHand(id, state),
    () => around.update((now) => ({ ...now, hands: now.hands + 1 })),
  );
  const quiet = listen(id, {
    written(told, { person, name, writers: fresh }, lost) {
      names.set(person, name);
      for (const writer of fresh) writers.set(writer, person);
      paper.take(told);
      if (lost.includes(me)) void api.lost(id).then((words) => change({ lost: words }), () => undefined);
    },
    hand: hands.take,
  });
  const start = async () => {
    const known = await readAbout(id).catch(() => null);
    if (known && !around.get().note) change({ note: known.note, mayWrite: known.mayWrite });
    await paper.start();
    change({ ready: true });
  };
  void start();
  void loadComments(id).catch(() => undefined);
  const line = lineStore.subscribe(() => {
    if (lineStore.get() !== "live") return;
    paper.refresh();
    void loadComments(id).catch(() => undefined);
  });
  // Where the line tells nothing of the page (no seat left, another way in), it is asked for.
  const looking = setInterval(() => {
    if (document.visibilityState === "visible" && !(seated && lineStore.get() === "live")) paper.refresh();
  }, LOOK_AGAIN_MS);
  let seeing: ReturnType<typeof setTimeout> | null = null;
  let seen = 0;
  const standing = paper.standing.subscribe(() => {
    const { seq } = paper.standing.get();
    if (seq <= seen || !around.get().note) return;
    seen = seq;
    if (seeing) clearTimeout(seeing);
    seeing = setTimeout(() => {
      seeing = null;
      void api.see(id, seen).catch(() => undefined);
    }, SEEN_AFTER_MS);
  });
  const away = () => void paper.flush();
  // Where this device keeps nothing, closing the window would lose what waits.
  const ask = (event: BeforeUnloadEvent) => {
    const { unkept, waiting } = paper.standing.get();
    if (unkept && waiting > 0) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  window.addEventListener("pagehide", away);
  document.addEventListener("visibilitychange", away);
  return {
    paper,
    hands,
    around,
    nameOf: (writer) => names.get(writers.get(writer) ?? "") ?? null,
    async letGo() {
      await paper.letGo().catch(() => undefined);
      again();
    },
    stop() {
      window.removeEventListener("beforeunload", ask);
      window.removeEventListener("pagehide", away);
      document.removeEventListener("visibilitychange", away);
      clearInterval(looking);
      if (seeing) {
        clearTimeout(seeing);
        void api.see(id, seen).catch(() => undefined);
      }
      line();
      standing();
      quiet();
      hands.stop();
      paper.stop();
    },
  };
}

/** A page for as long as it is on screen. */
export function useDesk(id: Id, me: Id): Desk | null {
  const [desk, setDesk] = useState<Desk | null>(null);
  const [visit, setVisit] = useState(0);
  const person = useRef(me);
  useEffect(() => {
    const made = createDesk(id, person.current, () => setVisit((count) => count + 1));
    setDesk(made);
    return () => made.stop();
  }, [id, visit]);
  return desk;
}
