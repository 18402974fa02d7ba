import { lazy, Suspense, useEffect } from "react";
import { lineStore } from "../../../platform/live.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { withWords } from "../../../platform/texts.ts";
import { askCounts } from "../actions.ts";
import { editedStore } from "../store.ts";

const TaskDialog = lazy(() => withWords(import("./TaskDialog.tsx")));

// A city that starts in the morning does not ask in the same moment.
const SOONEST_MS = 500;
const SPREAD_MS = 4_000;

/**
 * Asks after the start, and whenever the line comes back, how many tasks wait for me; and holds the task that is being changed, whose row may
 * go meanwhile.
 */
export default function TasksWatch() {
  const me = useMe();
  const live = useStore(lineStore, (line) => line === "live");
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => void askCounts(), SOONEST_MS + Math.random() * SPREAD_MS);
    return () => clearTimeout(timer);
  }, [me.person.id, live]);
  // It is of whoever is signed in.
  useEffect(() => () => editedStore.set(null), [me.person.id]);
  const task = useStore(editedStore, (edited) => edited);
  if (!task) return null;
  return (
    <Suspense>
      <TaskDialog key={task.id} room={task.room_id} thread={null} asPost={null} shared={false} message={null} words="" source={null} task={task} onClose={() => editedStore.set(null)} />
    </Suspense>
  );
}
