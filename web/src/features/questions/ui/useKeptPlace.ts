import { useLayoutEffect, useRef, type FocusEvent } from "react";

const ROW = "[data-row]";

/** Whoever goes on with some rows by key goes on in the same row when the button goes that they pressed, and in the next one when the row goes. */
export function useKeptPlace(keys: string) {
  const place = useRef<HTMLDivElement>(null);
  const last = useRef<{ row: string; at: number } | null>(null);
  const rows = () => [...(place.current?.querySelectorAll<HTMLElement>(ROW) ?? [])];
  const keep = () => {
    const was = last.current;
    if (!was || document.activeElement !== document.body) return;
    const now = rows();
    const row = now.find((one) => one.dataset.row === was.row) ?? now[Math.min(was.at, now.length - 1)];
    (row?.querySelector<HTMLElement>("summary, button:not(:disabled)") ?? place.current)?.focus();
  };
  useLayoutEffect(keep, [keys]);
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>(ROW);
    if (row) last.current = { row: row.dataset.row ?? "", at: rows().indexOf(row) };
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    const to = event.relatedTarget as HTMLElement | null;
    // Somewhere else, neither because the row is gone nor into a dialog about it, which comes back.
    if (to && !event.currentTarget.contains(to) && !to.closest("dialog")) last.current = null;
  };
  return { ref: place, onFocus, onBlur };
}
