import { createStore } from "./store.ts";

/** How many columns fit: decided by width and text size together, because 200 % text on a small screen needs the phone's shape. */
export type Layout = "phone" | "narrow" | "wide";

export const layoutStore = createStore<Layout>("wide");

const PHONE_BELOW = 720;
const WIDE_FROM = 1120;

export function layoutFor(width: number, textSize: number): Layout {
  const room = width / (textSize / 100);
  return room < PHONE_BELOW ? "phone" : room < WIDE_FROM ? "narrow" : "wide";
}

/** Follows the width of what this client has of the window; called again when the text size changes. */
export function followLayout(textSize: number, own: Element): () => void {
  const root = document.documentElement;
  const measure = () => {
    const layout = layoutFor(own.clientWidth, textSize);
    root.dataset.layout = layout;
    // With another organisation beside, a client on a wide screen may have the shape of a phone's.
    root.dataset.window = layoutFor(window.innerWidth, textSize);
    layoutStore.set(layout);
  };
  measure();
  // What comes beside changes the width as well, but a window that changes need not be drawn in the old shape first.
  const size = new ResizeObserver(measure);
  size.observe(own);
  window.addEventListener("resize", measure);
  return () => {
    size.disconnect();
    window.removeEventListener("resize", measure);
  };
}
