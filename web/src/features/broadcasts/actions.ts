import type { Wire } from "../../platform/api/wire.ts";
import type { LiveEvent } from "../../platform/live.ts";
import { notifyOutside } from "../../platform/notifications.ts";
import { offDutyUntil } from "../../platform/people.ts";
import { placePath } from "../../platform/place.ts";
import { navigate } from "../../platform/router.ts";
import { sessionStore } from "../../platform/session.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import type { Summary } from "./model.ts";
import { hear, pageOf, summaryStore } from "./store.ts";
import { t } from "./text.band.ts";

type News = Wire["BroadcastNews"];

/** Asks what waits for me. */
export async function askSummary(): Promise<Summary | null> {
  try {
    const now = await api.summary();
    summaryStore.set(now);
    return now;
  } catch {
    // It is asked again with the next thing that is heard, or at the next start.
    return null;
  }
}

// Of one act several things are heard: it is asked once for all of them.
const SOON_MS = 1000;
let soon: ReturnType<typeof setTimeout> | null = null;

/** Asks in a moment what waits for me, once for all that is heard until then. */
export function askSoon(): void {
  soon ??= setTimeout(() => {
    soon = null;
    void askSummary();
  }, SOON_MS);
}

/** Whether the person wants to be told now: not on leave, nor off duty, unless they chose otherwise. */
function isTold(): boolean {
  const me = sessionStore.get();
  if (!me) return false;
  return !(me.leave && !me.settings.ring_on_leave) && !(offDutyUntil(me.person) && !me.settings.ring_off_duty);
}

/** Says that something came, unless it is on screen. */
function tell(news: News, path: string): void {
  const words = { arrived: t.arrived, reminded: t.reminded, replied: t.replied, waiting: t.waits, withdrawn: null, moved: null }[news];
  if (!words || !isTold() || placePath().startsWith(path)) return;
  toast(words, "done", { label: t.show, run: () => navigate(path) });
  if (sessionStore.get()?.settings.notify !== "none") void notifyOutside(words, "", path, path);
}

let asking: ReturnType<typeof setTimeout> | null = null;

const called = new Set<News>();

/** Many heard the same word and would ask in the same moment: each asks at another, and says it if it was meant. */
function callMany({ news, within_ms: within }: Wire["BroadcastCalled"]): void {
  called.add(news);
  asking ??= setTimeout(() => {
    asking = null;
    const heardOf = new Set(called);
    called.clear();
    const before = summaryStore.get();
    void askSummary().then((now) => {
      hear(null);
      // Who does not know what waited before cannot say what is new.
      if (!now || !before) return;
      if (heardOf.has("arrived") && now.newest_at && now.newest_at !== before.newest_at) tell("arrived", "/broadcasts");
      else if (heardOf.has("reminded") && now.reminded_at && now.reminded_at !== before.reminded_at) tell("reminded", "/broadcasts");
    });
  }, Math.random() * within);
}

/** Something was heard of broadcasts. */
export function heard({ kind, p }: LiveEvent): void {
  if (kind === "broadcasts.called") return callMany(p as Wire["BroadcastCalled"]);
  const { broadcast_id: id, news = "moved" } = p as { broadcast_id: string; news?: News };
  hear(id);
  askSoon();
  tell(news, pageOf(id));
}
