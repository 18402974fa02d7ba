import { useEffect } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore } from "../../../platform/live.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { privatePlace } from "../model.ts";
import { askCalls, callsStore } from "../store.calls.ts";
import { t } from "../text.ts";

// A city that starts in the morning does not ask in the same moment.
const SOONEST_MS = 500;
const SPREAD_MS = 15_000;

/** The way to what that was asked privately one is called to; nothing where one is called to nothing. */
export function CallsLink() {
  const me = useMe().person.id;
  const live = useStore(lineStore, (line) => line === "live");
  const calls = useStore(callsStore, (all) => all);
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(askCalls, SOONEST_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [me, live]);
  const newest = calls[0];
  if (!newest) return null;
  return (
    <li>
      <Link className="room-link" href={privatePlace(newest.room_id)}>
        <Icon name="note" size={18} />
        <span className="room-name">{t.private}</span>
        <b className="badge">
          {calls.length > 99 ? "99+" : calls.length}
          <span className="visually-hidden">{t.callsMe}</span>
        </b>
      </Link>
    </li>
  );
}
