import { useCallback, useEffect, useRef, useState } from "react";
import type { Id } from "../../../../platform/ids.ts";
import type { Planned } from "./model.ts";

export type RoomState = { state: "made" } | { state: "failed"; error: unknown };

export interface Run {
  running: boolean;
  done: number;
  all: number;
  /** What became of each, by its unit. */
  states: ReadonlyMap<Id, RoomState>;
  /** Of the last run, once it has ended. */
  result: { made: number; failed: number } | null;
  start: (rooms: readonly Planned[]) => Promise<void>;
  stop: () => void;
  forget: () => void;
}

const NOTHING = { running: false, done: 0, all: 0, states: new Map<Id, RoomState>(), result: null };

/** Makes rooms one after another. What fails holds up no other; leaving the page ends it after the one that is under way. */
export function useRun(make: (room: Planned) => Promise<void>): Run {
  const [told, setTold] = useState<Pick<Run, "running" | "done" | "all" | "states" | "result">>(NOTHING);
  const wanted = useRef(false);
  useEffect(
    () => () => {
      wanted.current = false;
    },
    [],
  );
  const start = async (rooms: readonly Planned[]) => {
    if (wanted.current) return;
    wanted.current = true;
    const [states, result] = [new Map(told.states), { made: 0, failed: 0 }];
    const show = (done: number, running: boolean) => setTold({ running, done, all: rooms.length, states: new Map(states), result: running ? null : result });
    show(0, true);
    let done = 0;
    for (const room of rooms) {
      if (!wanted.current) break;
      try {
        await make(room);
        states.set(room.unit.id, { state: "made" });
        result.made += 1;
      } catch (error) {
        states.set(room.unit.id, { state: "failed", error });
        result.failed += 1;
      }
      done += 1;
      show(done, true);
    }
    wanted.current = false;
    show(done, false);
  };
  const stop = useCallback(() => {
    wanted.current = false;
  }, []);
  const forget = useCallback(() => setTold(NOTHING), []);
  return { ...told, start, stop, forget };
}
