import { useEffect, useRef, useState } from "react";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

// Where many work, something is heard all the time: it is asked anew once for all that is heard meanwhile.
const CALM_MS = 700;

/** Counts the news of tasks, a moment after they came: a list of tasks asks anew with each. */
export function useNews(): number {
  const heard = useStore(newsStore, (count) => count);
  const [calm, setCalm] = useState(heard);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    if (heard === calm) return;
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      setCalm(latest.current);
    }, CALM_MS);
  }, [heard, calm]);
  useEffect(
    () => () => {
      if (waiting.current) clearTimeout(waiting.current);
    },
    [],
  );
  return calm;
}
