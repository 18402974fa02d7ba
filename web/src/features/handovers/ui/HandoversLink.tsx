import { useEffect, useRef } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { useLoad } from "../../../platform/load.ts";
import { Link, usePath } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { waiting } from "../model.ts";
import { newsStore } from "../store.ts";
import { t } from "../text.ts";

const LIST = "/settings/handovers";

/** The way to what somebody hands over and takes over, with how many of them wait for something. */
export function HandoversLink() {
  const path = usePath();
  const { value, reload } = useLoad("handovers", api.own);
  const news = useStore(newsStore, (state) => state.count);
  const heard = useRef(news);
  useEffect(() => {
    if (news !== heard.current) reload();
    heard.current = news;
  }, [news, reload]);
  const count = value ? waiting(value) : 0;
  return (
    <li>
      <Link className="room-link" href={LIST} aria-current={path.startsWith(LIST) ? "page" : undefined}>
        <Icon name="move" size={18} />
        <span className="room-name">{t.title}</span>
        {count > 0 && (
          <b className="badge">
            {count}
            <span className="visually-hidden">{t.waiting}</span>
          </b>
        )}
      </Link>
    </li>
  );
}
