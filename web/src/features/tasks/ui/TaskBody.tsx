import { useState } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../../design/Icon.tsx";
import { Menu, type MenuItem } from "../../../design/Menu.tsx";
import { anchorOf, type Anchor } from "../../../design/Popover.tsx";
import { navigate } from "../../../platform/router.ts";
import { doPart, move } from "../actions.ts";
import { doesOwnPart, doneParts, keyOf, nearness, STATES, type Task } from "../model.ts";
import { editedStore } from "../store.ts";
import { t } from "../text.ts";
import { usePeople } from "./usePeople.ts";
import { doneText, dueText, nearDay, partName, sourcePlace } from "./words.ts";
import "./tasks.css";

interface Props {
  task: Task;
  tab?: -1 | undefined;
  /** Whether it stands in a list, from which its room is a step away. */
  listed?: boolean;
}

/** What a task is, who does it and how far it is, with what one may do about it. */
export function TaskBody({ task, tab, listed = false }: Props) {
  const people = usePeople([task]);
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const done = task.state === "done";
  const near = nearness(task);
  const told = doneText(task, people);
  const source = sourcePlace(task);
  const items: (MenuItem | false)[] = [
    ...(task.may_do || task.may_manage ? STATES.filter((state) => state !== task.state && !(state === "done" && !task.may_manage && task.closing === "all" && task.parts.length > 1)).map((state) => ({ label: t.movedToPlace(t[state]), run: () => void move(task, state) })) : []),
    task.may_manage && { label: t.edit, icon: "edit", run: () => editedStore.set(task) },
    source !== null && { label: t.toSource, icon: "link", run: () => navigate(source) },
    listed && typeof task.room_name === "string" && { label: t.toRoom, icon: "chat", run: () => navigate(`/rooms/${task.room_id}/threads/${task.message_id}`) },
  ];
  const offered = items.filter((item): item is MenuItem => item !== false);
  return (
    <>
      <header className="task-head">
        <span className="tag" data-state={task.state}>
          {t[task.state]}
        </span>
        {task.repeats && <span className="tag">{t[task.repeats]}</span>}
        {task.due_on && (
          <span className="task-due" data-near={near}>
            {dueText(task)}
            {task.meant_on && task.meant_on !== task.due_on && <small> {t.moved(nearDay(task.meant_on))}</small>}
          </span>
        )}
        {offered.length > 0 && (
          <button type="button" className="icon-button small" tabIndex={tab} aria-label={t.more} title={t.more} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(anchorOf(event.currentTarget))}>
            <Icon name="more" size={18} />
          </button>
        )}
      </header>
      <p className="task-title">{task.title}</p>
      {task.note !== "" && <p className="task-note">{task.note}</p>}
      <ul className="task-parts" aria-label={t.holders}>
        {task.parts.length === 0 && <li>{t.anybody}</li>}
        {task.parts.map((part) => (
          <li key={keyOf(part.holder)} data-done={part.done_at ? true : undefined}>
            {part.done_at && <Icon name="check" size={16} />}
            {partName(part, people)}
            {part.done_at && <span className="visually-hidden">{t.doneSign}</span>}
          </li>
        ))}
        {task.closing === "all" && task.parts.length > 1 && <li className="hint">{t.partsDone(doneParts(task), task.parts.length)}</li>}
      </ul>
      {told !== "" && <p className="hint">{told}</p>}
      <footer className="task-foot">
        {task.may_do && !done && doesOwnPart(task) && !task.my_part_done && (
          <button type="button" className="button small" tabIndex={tab} onClick={() => void doPart(task, true)}>
            <Icon name="check" size={18} />
            {task.closing === "all" && task.parts.length > 1 ? t.doPart : t.doIt}
          </button>
        )}
        {task.may_do && task.state === "open" && (
          <button type="button" className="button small" tabIndex={tab} onClick={() => void move(task, "doing")}>
            {t.begin}
          </button>
        )}
        {task.may_do && (done || task.my_part_done) && doesOwnPart(task) && (
          <button type="button" className="link-button" tabIndex={tab} onClick={() => void doPart(task, false)}>
            {t.undoIt}
          </button>
        )}
        {listed && <span className="task-by">{t.by(people[task.maker_id]?.name ?? "…")}</span>}
        {listed && task.room_name !== null && task.room_name !== undefined && <span className="task-room">{task.room_name || (task.room_members === 1 ? t.memoRoom : "")}</span>}
      </footer>
      {/* Outside of the row, whose keys and fingers mean the message. */}
      {anchor && createPortal(<Menu anchor={anchor} label={t.more} items={offered} onClose={() => setAnchor(null)} />, document.body)}
    </>
  );
}
