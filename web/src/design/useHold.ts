import { useCallback, useEffect, useState } from "react";
import { hold } from "../platform/router.ts";

/**
 * While `on`, nobody leaves the page unasked: not by a link, not by the browser's way back, not by closing it. Gives how to go on for whoever
 * wants to leave inside the client and was not asked yet, and what is done when they stay.
 */
export function useHold(on: boolean): [leave: (() => void) | null, stay: () => void] {
  const [go, setGo] = useState<(() => void) | null>(null);
  const stay = useCallback(() => setGo(null), []);
  useEffect(() => {
    if (!on) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const release = hold((next) =>
      setGo(() => () => {
        release();
        next();
      }),
    );
    window.addEventListener("beforeunload", unload);
    return () => {
      release();
      window.removeEventListener("beforeunload", unload);
    };
  }, [on]);
  return [go, stay];
}
