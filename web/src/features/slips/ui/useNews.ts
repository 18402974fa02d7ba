import { useEffect, useRef, useState } from "react";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

// Where many work, something is heard all the time: it is asked anew once for all that is heard meanwhile, and by each at another moment.
const CALM_MS = 300;
const SPREAD_MS = 1_500;

/** Counts the news of slips, a moment after they came: a list of slips asks anew with each. */
export function useNews(): number {
  const heard = useStore(newsStore, (news) => news);
  const [calm, setCalm] = useState(heard);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    if (heard === calm) return;
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      setCalm(latest.current);
    }, CALM_MS + SPREAD_MS * Math.random());
  }, [heard, calm]);
  useEffect(
    () => () => {
      if (waiting.current) clearTimeout(waiting.current);
    },
    [],
  );
  return calm;
}
