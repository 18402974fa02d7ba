import { useEffect, useRef } from "react";

/** Opens the browser's printing once what calls this is drawn, and says when it is over. */
export function usePrinting(onDone: () => void): void {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    const after = () => done.current();
    window.addEventListener("afterprint", after);
    window.print();
    return () => window.removeEventListener("afterprint", after);
  }, []);
}
