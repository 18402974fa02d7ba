import { useEffect, useRef } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

/** Asks anew when something is heard of broadcasts: of this one, or of any where none is named. */
export function useNews(id: Id | null, reload: () => void): void {
  const news = useStore(newsStore, (state) => state);
  const heard = useRef(news.count);
  useEffect(() => {
    if (news.count === heard.current) return;
    heard.current = news.count;
    if (id === null || news.id === null || news.id === id) reload();
  }, [news, id, reload]);
}
