import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { announce } from "../../../platform/announce.ts";
import { Problem } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import { connectionName, lineStore } from "../../../platform/live.ts";
import { tell } from "../../../platform/refusals.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { listen, marginsOfMeeting, open, presented } from "../actions.ts";
import * as api from "../api.ts";
import { withMargin, type Margin, type Material, type Opened, type Shown, type Spot } from "../model.ts";
import { newsStore } from "../store.ts";
import { arrived, back, begun, createTurning, heard, still, turned, type Standpoint, type Turning } from "../sync.ts";
import { t } from "../text.ts";

/** Whoever has no seat asks so often where everybody is. */
const ASK_MS = 5_000;
/** A change is fetched within so long. */
const SPREAD_MS = 1_500;
/** What is on screen for so long has been seen. */
const SEEN_MS = 3_000;

export interface Hall {
  opened: Opened | null;
  /** With how far each was seen before this visit. */
  materials: readonly Material[];
  error: unknown;
  isGone: boolean;
  here: Standpoint;
  presents: boolean;
  isBroken: boolean;
  /** Null until they are here. */
  margins: readonly Margin[] | null;
  /** Turns to a place. */
  go: (spot: Spot) => void;
  comeBack: () => void;
  /** Says who presents; oneself shows from then on what is on this screen. */
  present: (person: Id | null) => Promise<void>;
  written: (margin: Margin) => void;
  reload: () => void;
}

/** Everything that a meeting on screen needs. */
export function useMeeting(id: Id): Hall {
  const me = useMe().person.id;
  const line = useStore(lineStore, (value) => value);
  const news = useStore(newsStore, (all) => all.find((one) => one.id === id) ?? null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [here, setHere] = useState<Standpoint>(arrived);
  const [margins, setMargins] = useState<readonly Margin[] | null>(null);
  const [round, setRound] = useState(0);
  const mine = useRef(new Map<Id, Margin>());
  const seenBefore = useRef(new Map<Id, number | null>());
  const turning = useRef<Turning | null>(null);
  const taking = useRef(false);
  /** Whether it was seen that one did not present. */
  const led = useRef(false);
  const isOpen = useRef(false);
  const latest = useRef(here);
  latest.current = here;
  const presents = here.shown?.presenter?.id === me;

  const hear = useCallback(
    (shown: Shown) =>
      setHere((now) => {
        const next = heard(now, shown);
        // Who turns pages on this device is ahead of what comes back.
        return shown.presenter?.id === me && turning.current?.busy() ? { ...next, spot: now.spot } : next;
      }),
    [me],
  );
  const reload = useCallback(() => setRound((count) => count + 1), []);

  useEffect(() => listen(id, hear), [id, hear]);
  useEffect(() => {
    const own = createTurning(
      async (to) => hear(await api.show(id, to)),
      (refused) => {
        void tell(refused);
        reload();
      },
    );
    turning.current = own;
    return () => own.stop();
  }, [id, hear, reload]);

  // The line's name is another one each time that it comes back: the seat is taken anew, and what was missed comes with it.
  useEffect(() => {
    let wanted = true;
    // What is on screen stays there; what is not may have been kept.
    if (line === "broken" && isOpen.current) return;
    open(id, line === "live" ? connectionName() : null).then(
      (answer) => {
        if (!wanted) return;
        for (const material of answer.materials) if (!seenBefore.current.has(material.id)) seenBefore.current.set(material.id, material.seen_upto ?? null);
        isOpen.current = true;
        setOpened(answer);
        setError(null);
        setHere((now) => still(begun(heard(now, answer.shown), answer.materials[0]?.id ?? null), answer.materials.map((material) => material.id)));
      },
      (refused: unknown) => wanted && setError(refused),
    );
    return () => {
      wanted = false;
    };
  }, [id, round, line]);

  useEffect(() => {
    let wanted = true;
    // What was written on this screen is newer than whatever is fetched meanwhile.
    marginsOfMeeting(id).then(
      (all) => wanted && setMargins([...mine.current.values()].reduce<Margin[]>(withMargin, all)),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [id, line]);

  const heldTick = opened?.meeting.tick ?? null;
  const newsTick = news && !news.withdrawn_at && heldTick !== null && news.tick > heldTick ? news.tick : null;
  // What is shown may lie on the table since a moment ago.
  const shownTurn = opened && here.shown?.material_id && !opened.materials.some(({ id: there }) => there === here.shown?.material_id) ? here.shown.turn : null;
  // All at the table hear of it in the same moment, and do not ask in the same moment.
  useEffect(() => {
    if (newsTick === null && shownTurn === null) return;
    const timer = setTimeout(reload, Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [newsTick, shownTurn, reload]);

  const failed = error instanceof Problem && error.passing ? error : null;
  useEffect(() => {
    if (!failed) return;
    const timer = setTimeout(reload, ASK_MS);
    return () => clearTimeout(timer);
  }, [failed, reload]);

  const asks = opened !== null && !opened.seated && line === "live";
  useEffect(() => {
    if (!asks) return;
    // Whoever only looks in hears of nothing else either: not of the end, and not that it was taken back.
    const lost = (refused: unknown) => refused instanceof Problem && refused.status === 404 && reload();
    const timer = setInterval(() => void api.shown(id).then(hear, lost), ASK_MS);
    return () => clearInterval(timer);
  }, [id, asks, hear, reload]);

  const current = opened?.materials.find((material) => material.id === here.spot?.material) ?? null;
  const [currentId, currentUpto, isThere] = [current?.id ?? null, current?.upto ?? 0, current !== null && !current.is_gone];
  useEffect(() => {
    if (currentId === null || !isThere) return;
    const timer = setTimeout(() => void api.see(id, currentId, currentUpto).catch(() => undefined), SEEN_MS);
    return () => clearTimeout(timer);
  }, [id, currentId, currentUpto, isThere]);

  const shownId = here.follows ? (here.shown?.material_id ?? null) : null;
  const shownTitle = opened?.materials.find((material) => material.id === shownId)?.title ?? null;
  useEffect(() => {
    if (shownTitle !== null) announce(shownTitle);
  }, [shownTitle]);

  // The part was given by somebody else: from where everybody is it goes on. Whoever comes back to it is told nothing.
  const isKnown = here.shown !== null;
  useEffect(() => {
    if (!isKnown) return;
    if (!presents) {
      taking.current = false;
      led.current = true;
      return;
    }
    if (taking.current) return;
    setHere(back);
    if (led.current) toast(t.handedToYou);
  }, [presents, isKnown]);

  const go = useCallback(
    (spot: Spot) => {
      setHere((now) => turned(now, spot, presents));
      if (presents) turning.current?.turn(spot);
    },
    [presents],
  );
  const comeBack = useCallback(() => setHere(back), []);
  const present = useCallback(
    async (person: Id | null) => {
      taking.current = person === me;
      const shown = await presented(api.present(id, person));
      if (!shown) {
        taking.current = false;
        return reload();
      }
      const spot = latest.current.spot;
      setHere((now) => (person === me ? { ...heard(now, shown), follows: true, spot: now.spot } : heard(now, shown)));
      if (person === me && spot) turning.current?.turn(spot);
    },
    [id, me, reload],
  );
  const written = useCallback((margin: Margin) => {
    mine.current.set(margin.id, margin);
    setMargins((all) => withMargin(all ?? [], margin));
  }, []);

  const materials = useMemo(() => (opened?.materials ?? []).map((material) => ({ ...material, seen_upto: seenBefore.current.get(material.id) ?? null })), [opened]);
  return { opened, materials, error, isGone: Boolean(news?.withdrawn_at), here, presents, isBroken: line === "broken", margins, go, comeBack, present, written, reload };
}
