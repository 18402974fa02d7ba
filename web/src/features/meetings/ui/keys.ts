import { belongsToInputMethod } from "../../../platform/ime.ts";

/** Whether a key means the material, and not a field, a dialog or the browser. */
export function isForPage(event: KeyboardEvent): boolean {
  if (belongsToInputMethod(event) || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !(event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable], dialog, [popover]"));
}

/** Whether the arrows move what is wider than its place about, and turn no page. */
export function movesAcross(event: KeyboardEvent): boolean {
  const place = event.target instanceof HTMLElement ? event.target.closest("[data-moves]") : null;
  return place !== null && place.scrollWidth > place.clientWidth + 1 && (event.key === "ArrowLeft" || event.key === "ArrowRight");
}
