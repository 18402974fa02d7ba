import { useCallback, useEffect, useRef, useState } from "react";
import { announce } from "../../../../platform/announce.ts";
import { momentText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { meet } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.search.ts";
import { found } from "./held.ts";

type Page = Awaited<ReturnType<typeof api.search>>;
export type Hit = Page["items"][number];
export type FoundRoom = Page["rooms"][number];

/** What a search has found so far. */
export interface Results {
  /** Whose search it is, and for what. */
  key: string;
  items: readonly Hit[];
  rooms: Readonly<Record<Id, FoundRoom>>;
  next: string | null;
  /** All since then was looked at; null when all was. */
  to: string | null;
  building: boolean;
  notUnderstood: readonly string[];
}

function withPage(before: Results | null, key: string, page: Page): Results {
  meet(page.people);
  return {
    key,
    items: [...(before?.items ?? []), ...page.items],
    rooms: { ...before?.rooms, ...Object.fromEntries(page.rooms.map((room) => [room.id, room])) },
    next: page.next ?? null,
    to: page.searched_to ?? null,
    building: page.is_building,
    notUnderstood: page.not_understood,
  };
}

/** How an answer is told to those who do not see it. */
function tell(count: number, results: Results): void {
  const further = results.next !== null && results.to !== null ? t.searchedTo(momentText(results.to)) : "";
  const said = count > 0 ? t.found(count) : results.next === null ? t.nothing : "";
  announce(`${said}${further}`);
}

/** What a search is known by. */
export const searchKey = (me: Id | null, { q, room, order }: api.Looking) => `${me} ${order} ${room ?? ""} ${q}`;

/** Searches when what is looked for changes, but for what somebody comes back to; of two answers only the one that was asked for last counts. */
export function useResults({ q, room, order }: api.Looking, back: Results | null) {
  const me = useStore(chatStore, (state) => state.me);
  const key = searchKey(me, { q, room, order });
  const [state, setState] = useState<{ results: Results | null; error: unknown; loading: boolean }>(() => ({ results: back, error: null, loading: q !== "" && !back }));
  const [round, setRound] = useState(0);
  const kept = useRef(back);
  const latest = useRef<AbortSignal | null>(null);
  const busy = useRef<AbortSignal | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    latest.current = controller.signal;
    const isThere = kept.current?.key === key;
    kept.current = null;
    if (isThere) return () => controller.abort();
    if (q === "") {
      setState({ results: null, error: null, loading: false });
      return () => controller.abort();
    }
    setState((old) => ({ results: old.results, error: null, loading: true }));
    api.search({ q, room, order }, null, controller.signal).then(
      (page) => {
        if (controller.signal.aborted) return;
        const results = withPage(null, key, page);
        found(results);
        setState({ results, error: null, loading: false });
        tell(results.items.length, results);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ results: null, error, loading: false });
      },
    );
    return () => controller.abort();
  }, [key, q, room, order, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const { results } = state;
  const now = results?.key === key && !state.loading ? results : null;
  /** Looks further back; the first of what came. */
  const more = async (): Promise<Id | null> => {
    const asked = latest.current;
    if (!now?.next || !asked || busy.current === asked) return null;
    busy.current = asked;
    try {
      const page = await api.search({ q, room, order }, now.next);
      if (asked.aborted) return null;
      const all = withPage(now, key, page);
      found(all);
      setState({ results: all, error: null, loading: false });
      tell(page.items.length, all);
      return page.items[0]?.message.id ?? null;
    } catch (error) {
      toast(problemText(error), "error");
      return null;
    } finally {
      if (busy.current === asked) busy.current = null;
    }
  };
  return { results, now, error: state.error, loading: state.loading, reload, more: now?.next ? more : null };
}
