import { useState } from "react";
import { SortBar } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { Pane } from "../../../design/Pane.tsx";
import type { Id } from "../../../platform/ids.ts";
import { usePages } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import TaskDialog from "./TaskDialog.tsx";
import { TaskLines } from "./TaskLines.tsx";
import { useNews } from "./useTasks.ts";
import "./tasks.css";

/** A room's tasks, beside it. */
export default function RoomTasks({ room }: { room: Id }) {
  const me = useMe();
  const [shown, setShown] = useState<"open" | "done">("open");
  const [making, setMaking] = useState(false);
  const news = useNews(room);
  const list = usePages(
    `${room} ${shown}`,
    async (cursor) => {
      const page = await api.ofRoom(room, shown === "done", cursor);
      put(...page.items);
      return page;
    },
    news,
  );
  return (
    <Pane labelledBy="tasks-title" close={`/rooms/${room}`}>
      <header className="pane-head">
        <h2 id="tasks-title">{t.tasks}</h2>
        {!me.leave && !me.person.guest && (
          <button type="button" className="button small" onClick={() => setMaking(true)}>
            <Icon name="plus" size={18} />
            {t.make}
          </button>
        )}
        <Link className="icon-button" href={`/rooms/${room}/board`} aria-label={t.board} title={t.board}>
          <Icon name="columns" />
        </Link>
        <Link className="icon-button" href={`/print/tasks/${room}/${shown}`} aria-label={t.print} title={t.print}>
          <Icon name="print" />
        </Link>
        <Link className="icon-button" href={`/rooms/${room}`} aria-label={t.close}>
          <Icon name="close" />
        </Link>
      </header>
      <div className="pane-body tasks">
        <SortBar
          value={shown}
          options={[
            { value: "open", label: t.list },
            { value: "done", label: t.doneList },
          ]}
          onChange={setShown}
        />
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
          <Empty icon="check" title={shown === "done" ? t.noneDone : t.none}>
            <p>{t.noneHint}</p>
          </Empty>
        </ListState>
        {list.items.length > 0 && <TaskLines tasks={list.items} parted={shown === "open"} />}
        <MoreButton more={list.more} />
      </div>
      {making && <TaskDialog room={room} thread={null} asPost={null} shared={false} message={null} words="" source={null} task={null} onClose={() => setMaking(false)} />}
    </Pane>
  );
}
