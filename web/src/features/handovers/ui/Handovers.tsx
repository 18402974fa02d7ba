import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { dayText } from "../../../platform/dates.ts";
import { newId } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { problemText } from "../../../platform/problems.ts";
import { Link, navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import type { Line, Own } from "../model.ts";
import { newsStore, pageOf } from "../store.ts";
import { t } from "../text.ts";
import { StateTag } from "./StateTag.tsx";
import "./handovers.css";

/** What I hand over and what I take over. */
export function Handovers() {
  const me = useMe();
  const title = useArrival();
  const loaded = useLoad("handovers", api.own);
  const { reload, value } = loaded;
  const news = useStore(newsStore, (state) => state.count);
  const heard = useRef(news);
  useEffect(() => {
    if (news !== heard.current) reload();
    heard.current = news;
  }, [news, reload]);
  const [busy, setBusy] = useState(false);
  const begin = async ({ unit_id, title_id }: Own["posts"][number]) => {
    setBusy(true);
    try {
      const { id } = await api.begin({ id: newId(), unit_id, title_id });
      navigate(pageOf(id));
    } catch (error) {
      toast(problemText(error), "error");
    }
    setBusy(false);
  };
  return (
    <section className="admin-page handovers" aria-labelledby="handovers-title">
      <h1 id="handovers-title" ref={title} tabIndex={-1}>
        {t.title}
      </h1>
      <p className="hint">{t.hint}</p>
      <ListState loading={loaded.loading} error={loaded.error} empty={!value} retry={reload}>
        {null}
      </ListState>
      {value && (
        <>
          <h2>{t.mine}</h2>
          <Lines lines={value.own} own />
          {!me.leave && value.posts.length > 0 && (
            <>
              <h3>{t.beginTitle}</h3>
              <ul className="handovers-begin">
                {value.posts.map((post) => (
                  <li key={`${post.unit_id} ${post.title_id}`}>
                    <button type="button" className="button" disabled={busy} onClick={() => void begin(post)}>
                      <Icon name="plus" size={18} />
                      {t.begin(post.name)}
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
          <h2>{t.toMe}</h2>
          <Lines lines={value.others} own={false} />
        </>
      )}
    </section>
  );
}

function Lines({ lines, own }: { lines: readonly Line[]; own: boolean }) {
  if (lines.length === 0) {
    return (
      <Empty icon="move" title={own ? t.noneMine : t.noneToMe}>
        <p>{own ? t.noneMineHint : t.noneToMeHint}</p>
      </Empty>
    );
  }
  return (
    <ul className="handovers-list">
      {lines.map((line) => (
        <li key={line.id}>
          <Link className="handovers-line" href={pageOf(line.id)}>
            <b>{line.post}</b>
            <StateTag line={line} />
            <small>{[own ? "" : t.from(line.person.name), line.last_day ? t.lastDay(dayText(line.last_day)) : t.noDay].filter(Boolean).join(" ・ ")}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}
