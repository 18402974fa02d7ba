import { useEffect, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore } from "../../../platform/live.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { askSummary } from "../actions.ts";
import { summaryStore } from "../store.ts";
import { t } from "../text.band.ts";
import "./band.css";

// A city that starts in the morning does not ask in the same moment.
const SOONEST_MS = 300;
const SPREAD_MS = 2700;

/** Asks what waits for me after the start, and says calmly that something is to be confirmed. */
export default function BroadcastsBand() {
  const me = useMe();
  const summary = useStore(summaryStore, (state) => state);
  // Closed, it stays so until more waits.
  const [closed, setClosed] = useState(0);
  // What was said while the line was broken may be gone: it is asked anew when it comes back.
  const live = useStore(lineStore, (line) => line === "live");
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => void askSummary(), SOONEST_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [me.person.id, live]);
  const { overdue = 0, to_confirm: toConfirm = 0, pending = 0 } = summary ?? {};
  // Guests have no place for broadcasts in their menu: this leads there.
  const waiting = me.person.guest ? pending : toConfirm;
  // Closed at three, and two confirmed, the next that comes is said again.
  useEffect(() => setClosed((now) => Math.min(now, waiting)), [waiting]);
  if (waiting <= closed) return null;
  return (
    <p className="broadcasts-band">
      <Icon name="broadcast" size={16} />
      <span>{overdue > 0 ? t.overdue(overdue) : me.person.guest ? t.forGuest(pending) : t.toConfirm(toConfirm)}</span>
      <Link className="button small" href="/broadcasts">
        {t.show}
      </Link>
      <button type="button" className="icon-button" aria-label={t.close} onClick={() => setClosed(waiting)}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}
