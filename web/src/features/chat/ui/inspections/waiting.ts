import { createStore } from "../../../../platform/store.ts";
import { sessionStore } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { navigate } from "../../../../platform/router.ts";
import * as api from "../../api.inspections.ts";
import { inspectionNewsStore } from "../../store.ts";
import { t } from "../../text.inspections.ts";

/** How many requests wait for me to decide; null before anybody has asked. */
export const waitingStore = createStore<number | null>(null);

const MOST = 100;
/** For whom and after which news it was asked last: somebody else may sign in on the same page. */
let asked: { me: string; news: number } | null = null;

/** Asks how many requests wait for me, once for each piece of news, and says when one more does. */
export async function askWaiting(): Promise<void> {
  const me = sessionStore.get()?.person.id;
  const news = inspectionNewsStore.get();
  if (!me || (asked?.me === me && asked.news === news)) return;
  if (asked?.me !== me) waitingStore.set(null);
  asked = { me, news };
  try {
    const { items } = await api.inspections("waiting", null, MOST);
    const mine = items.filter((inspection) => inspection.asked_by.id !== me);
    const before = waitingStore.get();
    waitingStore.set(mine.length);
    const newest = mine[0];
    if (newest && before !== null && mine.length > before) toast(t.arrived, "done", { label: t.look, run: () => navigate(`/admin/inspections/${newest.id}`) });
  } catch {
    // The next news, or the next look at the menu, asks again.
    asked = null;
  }
}
