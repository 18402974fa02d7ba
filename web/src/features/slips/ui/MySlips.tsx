import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { usePages } from "../../../platform/load.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { SlipLines } from "./SlipLines.tsx";
import { useNews } from "./useNews.ts";
import "./slips.css";

const TABS: readonly api.Which[] = ["mine", "made"];

/** What waits for me and my section, in whatever room, and what I put somewhere. */
export default function MySlips() {
  const title = useArrival();
  const [tab, setTab] = useState<api.Which>("mine");
  const news = useNews();
  const list = usePages(
    `my slips ${tab}`,
    async (cursor) => {
      const page = await api.own(tab, cursor);
      put(...page.items);
      return page;
    },
    news,
  );
  return (
    <section className="page" aria-labelledby="page-title">
      <header className="room-header">
        <Link className="icon-button phone-only" href="/" aria-label={t.back}>
          <Icon name="back" />
        </Link>
        <div className="room-heading">
          <h1 id="page-title" ref={title} tabIndex={-1}>
            {t.mySlips}
          </h1>
        </div>
      </header>
      <div className="page-body slips">
        <div className="sort-bar" role="group" aria-label={t.mySlips}>
          {TABS.map((name) => (
            <button key={name} type="button" className="chip-button" aria-pressed={name === tab} onClick={() => setTab(name)}>
              {t[name]}
            </button>
          ))}
        </div>
        <ListState loading={list.loading} error={list.error} empty={list.items.length === 0 && !list.more} retry={list.reload}>
          <Empty icon="list" title={tab === "mine" ? t.noneMine : t.noneMade}>
            <p>{t.noneOwnHint}</p>
          </Empty>
        </ListState>
        <SlipLines slips={list.items} />
        <MoreButton more={list.more} />
      </div>
    </section>
  );
}
