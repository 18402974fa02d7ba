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

/** Follows the window; called again when the text size changes. */
export function followLayout(textSize: number): () => void {
  const measure = () => {
    const layout = layoutFor(window.innerWidth, textSize);
    document.documentElement.dataset.layout = layout;
    layoutStore.set(layout);
  };
  measure();
  window.addEventListener("resize", measure);
  return () => window.removeEventListener("resize", measure);
}
