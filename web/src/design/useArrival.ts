import { useEffect, useRef } from "react";
import { cameFromInside } from "../platform/router.ts";

/** The heading of a page takes the focus when nothing has it: the link or dialog that led here is gone. */
export function useArrival() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (cameFromInside() && document.activeElement === document.body) heading.current?.focus();
  }, []);
  return heading;
}
