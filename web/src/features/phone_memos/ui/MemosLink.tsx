import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { lineStore } from "../../../platform/live.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";

// A city that starts in the morning does not ask in the same moment, nor a section that hears of the same memo.
const SPREAD_MS = 6000;
const NEWS_MS = 1500;

/** The way to one's phone memos, with how many for oneself are open. */
export default function MemosLink() {
  const path = usePath();
  const news = useStore(newsStore, (count) => count);
  const live = useStore(lineStore, (line) => line === "live");
  const [open, setOpen] = useState(0);
  const heard = useRef(news);
  useEffect(() => {
    const within = news === heard.current ? SPREAD_MS : NEWS_MS;
    heard.current = news;
    if (!live) return;
    let wanted = true;
    const ask = () => {
      api
        .counts()
        .then((counts) => wanted && setOpen(counts.mine))
        // The next news, or the line's return, asks again.
        .catch(() => undefined);
    };
    const timer = setTimeout(ask, Math.random() * within);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [news, live]);
  return (
    <Link className="room-link" href="/phone-memos" aria-current={path === "/phone-memos" ? "page" : undefined}>
      <Icon name="phone" size={18} />
      <span className="room-name">{t.memos}</span>
      {open > 0 && (
        <b className="badge">
          {open}
          <span className="visually-hidden">{t.waiting}</span>
        </b>
      )}
    </Link>
  );
}
