import { applyAppearance } from "../../platform/appearance.ts";
import { tell } from "../../platform/refusals.ts";
import { sessionStore, type Settings } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import * as api from "./api.ts";

/** The newest choice, until the server has it. */
let wanted: Settings | null = null;
/** What is on its way to the server. */
let sending: Settings | null = null;

/** Saves a choice: it takes effect at once and goes back if the server refuses. */
export function chooseSettings(change: Partial<Settings>): void {
  const before = sessionStore.get()?.settings;
  if (!before) return;
  wanted = { ...before, ...change };
  show(wanted);
  if (!sending) void saveSettings(before);
}

async function saveSettings(kept: Settings): Promise<void> {
  // One after another, or a choice that somebody has changed already could come to stay.
  while (wanted) {
    sending = wanted;
    let fault: unknown = null;
    try {
      kept = await api.saveSettings(sending);
    } catch (error) {
      fault = error;
    }
    if (wanted !== sending) continue;
    wanted = null;
    show(kept);
    if (fault) void tell(fault);
  }
  sending = null;
}

/** Another device chose; what is chosen here now is newer. */
export function settingsTold(settings: Settings): void {
  if (!wanted) show(settings);
}

/** Sends a choice that waits for an earlier one: the window may be gone before its turn. */
export function handOverSettings(): void {
  if (wanted && wanted !== sending) void api.saveSettings(wanted).catch(() => undefined);
}

function show(settings: Settings): void {
  sessionStore.update((me) => me && { ...me, settings });
  void applyAppearance(settings);
}

/** Grows whenever a device of this person's, or an administrator, changed the account: what shows it asks anew. */
export const accountNews = createStore(0);

export function accountTold(): void {
  accountNews.update((count) => count + 1);
}
