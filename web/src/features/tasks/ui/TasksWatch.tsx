import { useEffect } from "react";
import { lineStore } from "../../../platform/live.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { askCounts } from "../actions.ts";

// A city that starts in the morning does not ask in the same moment.
const SOONEST_MS = 500;
const SPREAD_MS = 4_000;

/** Asks after the start, and whenever the line comes back, how many tasks wait for me. */
export default function TasksWatch() {
  const me = useMe();
  const live = useStore(lineStore, (line) => line === "live");
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => void askCounts(), SOONEST_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [me.person.id, live]);
  return null;
}
