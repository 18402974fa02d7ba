import { chooseDateStyle } from "./dates.ts";
import { ownName } from "./place.ts";
import type { Settings } from "./session.ts";
import { chooseLanguage, languageStore } from "./texts.ts";

const HINT = ownName("engawa.appearance");

/** Makes the page look as the person chose. The choice is also kept on this machine, so that the next start does not flash. */
export async function applyAppearance(settings: Pick<Settings, "theme" | "text_size" | "language" | "dates">): Promise<void> {
  const root = document.documentElement;
  root.dataset.theme = settings.theme;
  root.style.fontSize = `${settings.text_size}%`;
  chooseDateStyle(settings.dates);
  try {
    localStorage.setItem(HINT, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing only loses the hint.
  }
  if (languageStore.get() !== settings.language) await chooseLanguage(settings.language);
}

/** The look of the last visit, before the server answers. */
export function applyRememberedAppearance(): void {
  try {
    const held = localStorage.getItem(HINT);
    if (held) void applyAppearance(JSON.parse(held) as Settings);
  } catch {
    // Without a hint the page starts in the system's colours.
  }
}
