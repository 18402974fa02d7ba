import { useEffect, useState } from "react";
import { Failed } from "../../../design/ListState.tsx";
import type { CardProps } from "../../../platform/cards.ts";
import { useStore } from "../../../platform/store.ts";
import { load, watch } from "../actions.ts";
import { heldTask, taskStore } from "../store.ts";
import { t } from "../text.ts";
import { TaskBody } from "./TaskBody.tsx";
import "./tasks.css";

/** A task in the talk: done where it stands. */
export default function TaskCard({ id, tab }: CardProps) {
  const task = useStore(taskStore, () => heldTask(id));
  const gone = useStore(taskStore, (held) => held.gone.has(id));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => watch(id, setError), [id]);
  if (gone) return <p className="task-gone">{t.gone}</p>;
  if (!task) {
    const again = () => {
      setError(null);
      load(id).catch(setError);
    };
    return error ? <Failed error={error} retry={again} /> : <div className="task-card" aria-busy />;
  }
  return (
    <section className="task-card" data-state={task.state} aria-label={`${t.task}: ${task.title}`}>
      <TaskBody task={task} tab={tab} />
    </section>
  );
}
