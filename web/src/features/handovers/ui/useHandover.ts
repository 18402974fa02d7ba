import { useEffect, useRef } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { useStore } from "../../../platform/store.ts";
import * as api from "../api.ts";
import { newsStore } from "../store.ts";

/** A handover on screen, asked for anew when something is heard of it. */
export function useHandover(id: Id) {
  const loaded = useLoad(`handover ${id}`, () => api.handover(id));
  const news = useStore(newsStore, (state) => state);
  const heard = useRef(news.count);
  const { reload } = loaded;
  useEffect(() => {
    if (news.count === heard.current) return;
    heard.current = news.count;
    if (news.id === id) reload();
  }, [news, id, reload]);
  return loaded;
}
