import { useState } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { dayText, momentText } from "../../../platform/dates.ts";
import { allPages, useLoad } from "../../../platform/load.ts";
import type { Page } from "../../../platform/http.ts";
import type { Id } from "../../../platform/ids.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { back, type Params } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { keyOf, nearness, type Task } from "../model.ts";
import { t } from "../text.ts";
import { usePeople } from "./usePeople.ts";
import { doneText, partName } from "./words.ts";
import "./tasks.css";

const AT_ONCE = 200;

async function whole(ask: (cursor: string | null) => Promise<Page<Task>>): Promise<Task[]> {
  const all: Task[] = [];
  for await (const page of allPages(ask)) all.push(...page);
  return all;
}

type Tab = "mine" | "made" | "done";
const TABS: readonly Tab[] = ["mine", "made", "done"];

/** Tasks on A4, as the list that it comes from shows them: those of a room, or my own. */
export default function PrintTasks({ of = "", shown = "" }: Params) {
  return of === OWN ? <PrintOwnTasks tab={shown} /> : <PrintRoomTasks room={of} shown={shown} />;
}

/** In the place of a room. */
const OWN = "own";

function PrintOwnTasks({ tab: word }: { tab: string }) {
  const tab = TABS.find((one) => one === word) ?? "mine";
  const loaded = useLoad(`print my tasks ${tab}`, () => whole((cursor) => api.own(tab === "made" ? "made" : "mine", tab === "done", cursor, AT_ONCE)));
  const title: Record<Tab, string> = { mine: t.mine, made: t.madeByMe, done: t.doneList };
  return <Sheet title={t.sheetOf(t.myTasks, title[tab])} loaded={loaded} from="/tasks" elsewhere />;
}

function PrintRoomTasks({ room, shown }: { room: Id; shown: string }) {
  const done = shown === "done";
  const loaded = useLoad(`print tasks ${room} ${shown}`, () => whole((cursor) => api.ofRoom(room, done, cursor, AT_ONCE)));
  const name = loaded.value?.find((task) => typeof task.room_name === "string")?.room_name ?? "";
  return <Sheet title={t.sheetOf([t.tasks, name].filter(Boolean).join(" "), done ? t.doneList : t.openList)} loaded={loaded} from={`/rooms/${room}/tasks`} />;
}

interface Loaded {
  value: Task[] | null;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

function Sheet({ title, loaded, from, elsewhere = false }: { title: string; loaded: Loaded; from: string; elsewhere?: boolean }) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const tasks = loaded.value;
  const people = usePeople(tasks ?? []);
  const heads = [t.title, t.due, t.holders, t.state, ...(elsewhere ? [t.room] : [])];
  return (
    <main className="print-view tasks-sheet">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(from)}>
          {t.backToList}
        </button>
        <button type="button" className="button primary" disabled={!tasks} onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <ListState loading={loaded.loading} error={loaded.error} empty={!tasks} retry={loaded.reload}>
        {null}
      </ListState>
      {tasks && (
        <>
          <header className="print-head">
            <h1>{title}</h1>
          </header>
          {tasks.length === 0 && <p>{t.paperEmpty}</p>}
          {tasks.length > 0 && (
            <table className="tasks-table">
              <thead>
                <tr>
                  {heads.map((head) => (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {tasks.map((task) => (
                  <Line key={task.id} task={task} people={people} elsewhere={elsewhere} />
                ))}
              </tbody>
            </table>
          )}
          <p className="tasks-printed">
            {me.organisation.name} ・ {t.printed(momentText(printedAt), me.person.name)}
          </p>
        </>
      )}
    </main>
  );
}

function Line({ task, people, elsewhere }: { task: Task; people: Readonly<Record<Id, PersonBrief>>; elsewhere: boolean }) {
  return (
    <tr>
      <td>
        {task.title}
        {task.note !== "" && <span className="task-note block">{task.note}</span>}
      </td>
      <td>
        {task.due_on && dayText(task.due_on)}
        {task.repeats && <span className="block">{t[task.repeats]}</span>}
        {nearness(task) === "overdue" && <b className="block">{t.overdue}</b>}
      </td>
      <td>
        {task.parts.length === 0 && t.anybody}
        {task.parts.map((part) => (
          <span key={keyOf(part.holder)} className="block">
            {partName(part, people)}
            {part.done_at && ` (${t.doneSign})`}
          </span>
        ))}
      </td>
      <td>
        {t[task.state]}
        <span className="block">{doneText(task, people)}</span>
      </td>
      {elsewhere && <td>{task.room_name}</td>}
    </tr>
  );
}
