import { useStore } from "../../../platform/store.ts";
import { byNearness, type Task } from "../model.ts";
import { asHeld, taskStore } from "../store.ts";
import { t } from "../text.ts";
import { TaskBody } from "./TaskBody.tsx";

interface Props {
  tasks: readonly Task[];
  /** Parted by how near their days are. */
  parted?: boolean;
  /** Whether the room of each is said. */
  elsewhere?: boolean;
}

/** Tasks in a list, each as it is held, which may be newer than the list. */
export function TaskLines({ tasks, parted = false, elsewhere = false }: Props) {
  const held = useStore(taskStore, (all) => all);
  const now = tasks.filter(({ id }) => !held.gone.has(id)).map(asHeld);
  const list = (part: readonly Task[], label: string) => (
    <ul className="task-lines" aria-label={label}>
      {part.map((task) => (
        <li key={task.id} className="task-card" data-state={task.state}>
          <TaskBody task={task} listed={elsewhere} />
        </li>
      ))}
    </ul>
  );
  if (!parted) return list(now, t.tasks);
  return (
    <>
      {byNearness(now).map(([near, part]) => (
        <section key={near} className="task-part" data-near={near}>
          <h2>{t[near]}</h2>
          {list(part, t[near])}
        </section>
      ))}
    </>
  );
}
