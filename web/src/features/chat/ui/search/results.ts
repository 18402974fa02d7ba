import { useCallback, useEffect, useRef, useState } from "react";
import { announce } from "../../../../platform/announce.ts";
import { momentText } from "../../../../platform/dates.ts";
import { onSignedOut } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { meet } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.search.ts";

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

/** What was found last, and which of it was opened: whoever comes back from it goes on where they were. */
const held: { results: Results | null; opened: Id | null } = { results: null, opened: null };
onSignedOut(() => Object.assign(held, { results: null, opened: null }));

/** Remembers which hit was opened. */
export function opening(message: Id): void {
  held.opened = message;
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

/** Searches when what is looked for changes; of two answers only the one that was asked for last counts. */
export function useResults(q: string, room: Id | null) {
  const me = useStore(chatStore, (state) => state.me);
  const key = `${me} ${room ?? ""} ${q}`;
  const [state, setState] = useState<{ results: Results | null; error: unknown; loading: boolean }>(() => ({ results: held.results?.key === key ? held.results : null, error: null, loading: q !== "" }));
  const [round, setRound] = useState(0);
  const latest = useRef(key);
  latest.current = key;
  const busy = useRef(false);
  useEffect(() => {
    if (q === "" || (held.results?.key === key && round === 0)) {
      setState({ results: q === "" ? null : held.results, error: null, loading: false });
      return undefined;
    }
    const controller = new AbortController();
    setState((old) => ({ results: old.results, error: null, loading: true }));
    api.search(q, room, null, controller.signal).then(
      (page) => {
        const results = withPage(null, key, page);
        Object.assign(held, { results, opened: null });
        setState({ results, error: null, loading: false });
        tell(results.items.length, results);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setState({ results: null, error, loading: false });
      },
    );
    return () => controller.abort();
  }, [key, q, room, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const { results } = state;
  const now = results?.key === key ? results : null;
  /** Looks further back; the first of what came. */
  const more = async (): Promise<Id | null> => {
    if (!now?.next || busy.current) return null;
    busy.current = true;
    try {
      const page = await api.search(q, room, now.next);
      if (latest.current !== key) return null;
      const all = withPage(now, key, page);
      held.results = all;
      setState({ results: all, error: null, loading: false });
      tell(page.items.length, all);
      return page.items[0]?.message.id ?? null;
    } catch (error) {
      toast(problemText(error), "error");
      return null;
    } finally {
      busy.current = false;
    }
  };
  return { results, now, error: state.error, loading: state.loading, reload, more: now?.next ? more : null };
}

/** The hit that was opened last, once. */
export function lastOpened(): Id | null {
  const { opened } = held;
  held.opened = null;
  return opened;
}
