import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore } from "../../../platform/live.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import type { Counts } from "../model.ts";
import { othersNewsStore, ownNewsStore } from "../store.ts";
import { t } from "../text.ts";

// What is for oneself is counted at once. A section that hears of the same memo does not ask in the same moment, nor a city that starts in the
// morning; least of all one whose lines come back together.
const OWN_MS = 1500;
const OTHERS_MS = 30_000;
const START_MS = 20_000;
const RETURN_MS = 60_000;

/** How many are open, asked for within a time of whatever changes that. */
function useCounts(): Counts {
  const own = useStore(ownNewsStore, (count) => count);
  const others = useStore(othersNewsStore, (count) => count);
  const live = useStore(lineStore, (line) => line === "live");
  const [counts, setCounts] = useState<Counts>({ mine: 0, section: 0 });
  const heard = useRef({ own, others, begun: false });
  const due = useRef<number | null>(null);
  useEffect(() => {
    const before = heard.current;
    const within = own !== before.own ? OWN_MS : others !== before.others ? OTHERS_MS : before.begun ? RETURN_MS : START_MS;
    heard.current = { own, others, begun: before.begun || live };
    if (!live) {
      due.current = null;
      return;
    }
    // What is asked for sooner is not put off by what may wait.
    due.current = Math.min(due.current ?? Number.POSITIVE_INFINITY, Date.now() + Math.random() * within);
    let wanted = true;
    const ask = () => {
      due.current = null;
      api
        .counts()
        .then((found) => wanted && setCounts(found))
        // The next news, or the line's return, asks again.
        .catch(() => undefined);
    };
    const timer = setTimeout(ask, due.current - Date.now());
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [own, others, live]);
  return counts;
}

/** The way to one's phone memos, with how many for oneself are open, and how many in the section. */
export default function MemosLink() {
  const path = usePath();
  const { mine, section } = useCounts();
  return (
    <Link className="room-link" href="/phone-memos" aria-current={path === "/phone-memos" ? "page" : undefined}>
      <Icon name="phone" size={18} />
      <span className="room-name">{t.memos}</span>
      {section > 0 && (
        <small className="hint">
          {t.ofSection(section)}
          <span className="visually-hidden">{t.waiting}</span>
        </small>
      )}
      {mine > 0 && (
        <b className="badge">
          {mine}
          <span className="visually-hidden">{t.waiting}</span>
        </b>
      )}
    </Link>
  );
}
