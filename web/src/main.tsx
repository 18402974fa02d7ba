import "@digital-go-jp/design-tokens/dist/tokens.css";
import "./design/theme.css";
import "./design/base.css";
import "./design/controls.css";
import "./design/days/days.css";
import "./design/overlay.css";
import "./design/places.css";
import "./app/shell.css";
import "./app/print.css";
import "./features/chat/ui/chat.css";
import "./features/chat/ui/conversation.css";
import "./features/chat/ui/markup.css";
import "./features/chat/ui/composer.css";
import { options } from "preact";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { attend, phaseStore, start } from "./app/start.ts";
import { whenFontIsWorthIt } from "./platform/glyphs.ts";
import { applyRememberedAppearance } from "./platform/appearance.ts";
import { ownName } from "./platform/place.ts";
import { watchCompositions } from "./platform/ime.ts";
import { loadRoom } from "./features/chat/routes.tsx";
import { watchActivity } from "./platform/presence.ts";

applyRememberedAppearance();
watchCompositions();
attend();
void start();
watchActivity();

const RELOADED = ownName("reloaded");

// A release replaced the parts that this window would load later: the new page has the new ones. Once a minute at most.
window.addEventListener("vite:preloadError", () => {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (!navigator.onLine || Date.now() - last < 60_000) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
});

// What follows from a key is done before the next key, as React does it: an effect that comes after the next frame would see the text of
// two keys ago.
options.requestAnimationFrame = queueMicrotask;
const root = document.getElementById("root");
if (!root) throw new Error("index.html has a root");
createRoot(root).render(<App />);

// Once there is something to read: the font, the part that shows a room, and the worker that starts the client offline. One after
// another, for at the end of a narrow line each would take from the others, and all from what somebody writes.
async function fetchTheRest(): Promise<void> {
  whenFontIsWorthIt(() => void import("./design/fonts.ts"));
  await loadRoom().catch(() => undefined);
  if (import.meta.env.PROD) await navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
}

const stop = phaseStore.subscribe(() => {
  stop();
  void fetchTheRest();
});
