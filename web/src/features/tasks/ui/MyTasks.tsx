import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { usePages } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { TaskLines } from "./TaskLines.tsx";
import { useNews } from "./useTasks.ts";
import "./tasks.css";

type Tab = "mine" | "made" | "done";

/** What is mine to do, what I have given to others, and what is done. */
export default function MyTasks() {
  const title = useArrival();
  const [tab, setTab] = useState<Tab>("mine");
  const news = useNews(null);
  const list = usePages(
    `my tasks ${tab}`,
    async (cursor) => {
      const page = await api.own(tab === "made" ? "made" : "mine", tab === "done", cursor);
      put(...page.items);
      return page;
    },
    news,
  );
  const names: Record<Tab, string> = { mine: t.mine, made: t.madeByMe, done: t.doneList };
  const none: Record<Tab, string> = { mine: t.noneMine, made: t.none, done: t.noneDone };
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="room-header">
        <Link className="icon-button phone-only" href="/" aria-label={t.back}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h1 id="page-title" ref={title} tabIndex={-1}>
            {t.myTasks}
          </h1>
        </div>
        <div className="sort-bar" role="group" aria-label={t.myTasks}>
          {(["mine", "made", "done"] as const).map((name) => (
            <button key={name} type="button" className="chip-button" aria-pressed={name === tab} onClick={() => setTab(name)}>
              {names[name]}
            </button>
          ))}
        </div>
        <Link className="icon-button" href={`/print/tasks/own/${tab}`} aria-label={t.print} title={t.print}>
          <Icon name="print" />
        </Link>
      </header>
      <div className="page-body tasks">
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0 && !list.more} retry={list.reload}>
          <Empty icon="check" title={none[tab]}>
            <p>{t.noneHint}</p>
          </Empty>
        </ListState>
        {list.items.length > 0 && <TaskLines tasks={list.items} parted={tab !== "done"} elsewhere />}
        <MoreButton more={list.more} />
      </div>
    </section>
  );
}
