import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { belongsToInputMethod } from "../platform/ime.ts";
import { navigate } from "../platform/router.ts";

/** The right column: Escape leads back to `close`, and with the pane goes the focus back to where it came from. */
export function Pane({ labelledBy, close, children }: { labelledBy: string; close: string; children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const before = document.activeElement;
    return () => {
      const inside = element?.contains(document.activeElement) || document.activeElement === document.body;
      if (inside && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event) || event.key !== "Escape" || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    // What lies over the pane closes first, and a search is emptied first.
    if (target.closest("dialog, [popover]") || (target instanceof HTMLInputElement && target.type === "search" && target.value !== "")) return;
    event.preventDefault();
    navigate(close);
  };
  return (
    // Keys come up from whatever in the pane has the focus.
    <section ref={box} className="pane" aria-labelledby={labelledBy} onKeyDown={onKeyDown}>
      {children}
    </section>
  );
}
