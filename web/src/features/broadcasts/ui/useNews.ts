import { useEffect, useRef } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { newsStore } from "../store.ts";

// Of a broadcast to many something is heard all the time: it is asked anew once for all that is heard meanwhile.
const CALM_MS = 1000;

/** Asks anew when something is heard of broadcasts: of this one, or of any where none is named. */
export function useNews(id: Id | null, reload: () => void): void {
  const news = useStore(newsStore, (state) => state);
  const heard = useRef(news.count);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(
    () => () => {
      if (waiting.current) clearTimeout(waiting.current);
    },
    [],
  );
  useEffect(() => {
    if (news.count === heard.current) return;
    heard.current = news.count;
    if (id !== null && news.id !== null && news.id !== id) return;
    waiting.current ??= setTimeout(() => {
      waiting.current = null;
      latest.current();
    }, CALM_MS);
  }, [news, id]);
}
