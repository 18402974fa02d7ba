/** Runs something once the screen shows what was just drawn: people wait for the picture, not for this. */
export function afterPaint(run: () => void): void {
  // Nobody paints a hidden page.
  if (document.visibilityState === "hidden") setTimeout(run, 0);
  else requestAnimationFrame(() => setTimeout(run, 0));
}
