import { CountMark } from "../../../design/CountMark.tsx";
import { useStore } from "../../../platform/store.ts";
import { summaryStore } from "../store.ts";
import { t } from "../text.band.ts";

/** How much waits, beside the place that leads there. */
export default function BroadcastsMark() {
  const summary = useStore(summaryStore, (state) => state);
  const count = summary ? summary.pending + summary.unseen + summary.waiting : 0;
  return count > 0 ? <CountMark count={count} words={t.unread(count)} /> : null;
}
