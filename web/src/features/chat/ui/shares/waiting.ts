import { createStore } from "../../../../platform/store.ts";
import { sessionStore } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { navigate } from "../../../../platform/router.ts";
import * as api from "../../api.shares.ts";
import { shareNewsStore } from "../../store.ts";
import { t } from "../../text.shares.ts";
import { waitsForUs } from "./words.ts";

/** How many offers wait for our answer; null before anybody has asked. */
export const offersStore = createStore<number | null>(null);

/** For whom and after which news it was asked last: somebody else may sign in on the same page. */
let asked: { me: string; news: number } | null = null;

/** Asks how many offers wait for our answer, once for each piece of news, and says when one more does. */
export async function askOffers(): Promise<void> {
  const me = sessionStore.get()?.person.id;
  const news = shareNewsStore.get();
  if (!me || (asked?.me === me && asked.news === news)) return;
  if (asked?.me !== me) offersStore.set(null);
  asked = { me, news };
  try {
    const waiting = (await api.shares()).filter(waitsForUs);
    const before = offersStore.get();
    offersStore.set(waiting.length);
    const newest = waiting[0];
    if (newest && before !== null && waiting.length > before) toast(t.arrived(newest.organisation.name), "done", { label: t.look, run: () => navigate("/admin/shares") });
  } catch {
    // The next news, or the next look at the menu, asks again.
    asked = null;
  }
}
