import { useEffect, useRef, useState } from "react";

// Where many work, something is heard all the time: it is asked anew once for all that is heard meanwhile, and by each at another moment.
const CALM_MS = 300;
const SPREAD_MS = 1_500;

/** A count of news, a moment after they came: a list asks anew with each. */
export function useCalm(heard: number): number {
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
