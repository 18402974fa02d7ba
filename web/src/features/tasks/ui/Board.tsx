import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { ListState } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { useLoad } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { move } from "../actions.ts";
import * as api from "../api.ts";
import { STATES, type State, type Task } from "../model.ts";
import { asHeld, heldTask, put, taskStore } from "../store.ts";
import { t } from "../text.ts";
import { beside, columnsOf, neighbour } from "./columns.ts";
import { TaskBody } from "./TaskBody.tsx";
import { useNews } from "./useTasks.ts";
import "./tasks.css";

const MOST_OPEN = 200;
const MOST_DONE = 30;

/** Whose it is says how far it is, and so does who looks after it. */
const mayMove = (task: Task) => task.may_do || task.may_manage;

/** A room's tasks in columns, by how far they are. */
export default function Board({ room }: { room: Id }) {
  const news = useNews(room);
  const loaded = useLoad(`board ${room} ${news}`, async () => {
    const [open, done] = await Promise.all([api.ofRoom(room, false, null, MOST_OPEN), api.ofRoom(room, true, null, MOST_DONE)]);
    put(...open.items, ...done.items);
    return { tasks: [...open.items, ...done.items], more: typeof open.next === "string" };
  });
  const held = useStore(taskStore, (all) => all);
  const tasks = (loaded.value?.tasks ?? []).filter(({ id }) => !held.gone.has(id)).map(asHeld);
  const board = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Id | null>(null);
  // A task that was moved by keys keeps the focus in its new column.
  const moved = useRef<Id | null>(null);
  const focus = (id: Id) => board.current?.querySelector<HTMLElement>(`[data-task="${id}"]`)?.focus();
  useEffect(() => {
    if (moved.current) focus(moved.current);
    moved.current = null;
  }, [tasks]);
  const bring = (task: Task, state: State) => {
    moved.current = task.id;
    void move(task, state);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (belongsToInputMethod(event) || event.target !== event.currentTarget) return;
    const id = event.currentTarget.dataset["task"] ?? "";
    const task = tasks.find((one) => one.id === id);
    const sideways = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (event.shiftKey && sideways && task) {
      const state = beside(task.state, sideways);
      event.preventDefault();
      if (state && mayMove(task)) bring(task, state);
      return;
    }
    const next = neighbour(tasks, id, event.key);
    if (!next) return;
    event.preventDefault();
    focus(next);
  };
  const onDrop = (event: DragEvent<HTMLElement>, state: State) => {
    const task = heldTask(event.dataTransfer?.getData("text/x-task") ?? "");
    if (!task) return;
    event.preventDefault();
    if (mayMove(task)) void move(task, state);
  };
  const columns = columnsOf(tasks);
  // One of them is a stop for Tab, with what is in it: the one that had the focus last.
  const stop = tasks.some(({ id }) => id === active) ? active : (STATES.flatMap((state) => columns[state])[0]?.id ?? null);
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="room-header">
        <Link className="icon-button" href={`/rooms/${room}/tasks`} aria-label={t.list} title={t.list}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h1 id="page-title">{t.board}</h1>
          <p>{loaded.value?.more ? t.boardLimit : t.boardHint}</p>
        </div>
      </header>
      <ListState loading={loaded.loading} error={loaded.error} empty={!loaded.value} retry={loaded.reload}>
        {null}
      </ListState>
      {loaded.value && (
        <div className="task-board" ref={board}>
          {STATES.map((state) => (
            <section key={state} className="task-column" aria-labelledby={`column-${state}`} onDragOver={(event) => event.preventDefault()} onDrop={(event) => onDrop(event, state)}>
              <h2 id={`column-${state}`}>
                {t[state]} <small>{columns[state].length}</small>
              </h2>
              {columns[state].length === 0 && <p className="hint">{t.emptyColumn}</p>}
              <ul aria-labelledby={`column-${state}`}>
                {columns[state].map((task) => (
                  <li key={task.id}>
                    {/* The arrows move between the tasks, which hold the focus themselves. */}
                    <section
                      className="task-card"
                      data-task={task.id}
                      data-state={task.state}
                      aria-label={`${t.task}: ${task.title}`}
                      tabIndex={task.id === stop ? 0 : -1}
                      onFocus={() => setActive(task.id)}
                      draggable={mayMove(task)}
                      onDragStart={(event) => event.dataTransfer?.setData("text/x-task", task.id)}
                      onKeyDown={onKeyDown}
                    >
                      <TaskBody task={task} tab={task.id === stop ? undefined : -1} />
                    </section>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </section>
  );
}
