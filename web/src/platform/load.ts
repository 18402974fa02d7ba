import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "./http.ts";
import { problemText } from "./problems.ts";
import { toast } from "./toast.ts";

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  loading: boolean;
  reload: () => void;
  /** Shows a change before the server is asked again. */
  replace: (next: T) => void;
}

/** Fetches something when `key` changes; the old value stays on screen until the new one is here. */
export function useLoad<T>(key: string, fetch: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: unknown; loading: boolean }>({ value: null, error: null, loading: true });
  const [round, setRound] = useState(0);
  const latest = useRef(fetch);
  latest.current = fetch;
  useEffect(() => {
    let wanted = true;
    setState((old) => ({ ...old, error: null, loading: true }));
    latest.current().then(
      (value) => wanted && setState({ value, error: null, loading: false }),
      (error: unknown) => wanted && setState((old) => ({ ...old, error, loading: false })),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const replace = useCallback((value: T) => setState({ value, error: null, loading: false }), []);
  return { ...state, reload, replace };
}

export interface Pages<T> extends Loaded<T[]> {
  items: T[];
  more: (() => void) | null;
}

/** The first pages of a list, so many or as many as there are, and where the next one begins. */
export async function firstPages<T>(count: number, fetch: (cursor: string | null) => Promise<Page<T>>): Promise<{ items: T[]; next: string | null }> {
  const items: T[] = [];
  let next: string | null = null;
  for (let at = 0; at === 0 || (at < count && next !== null); at += 1) {
    const page: Page<T> = await fetch(next);
    items.push(...page.items);
    next = page.next ?? null;
  }
  return { items, next };
}

/** A list that grows page by page. When what `version` counts changes, or it is loaded anew, it stays as long as it has grown. */
export function usePages<T>(key: string, fetch: (cursor: string | null) => Promise<Page<T>>, version: string | number = ""): Pages<T> {
  const [next, setNext] = useState<string | null>(null);
  const latest = useRef(fetch);
  latest.current = fetch;
  const grown = useRef({ key, pages: 1, round: 0 });
  const first = useLoad(`${key} ${version}`, async () => {
    const now = grown.current;
    if (now.key !== key) Object.assign(now, { key, pages: 1 });
    now.round += 1;
    const { round } = now;
    const found = await firstPages(now.pages, latest.current);
    if (round === now.round) setNext(found.next);
    return found.items;
  });
  const items = first.value ?? [];
  const busy = useRef(false);
  const more =
    next === null
      ? null
      : () => {
          if (busy.current) return;
          busy.current = true;
          const { round } = grown.current;
          grown.current.pages += 1;
          void latest
            .current(next)
            .then((page) => {
              // Loaded anew meanwhile, it comes with this page.
              if (round !== grown.current.round) return;
              setNext(page.next ?? null);
              first.replace([...items, ...page.items]);
            })
            .catch((error: unknown) => {
              if (grown.current.key === key) grown.current.pages -= 1;
              toast(problemText(error), "error");
            })
            .finally(() => {
              busy.current = false;
            });
        };
  return { ...first, items, more };
}

/** All pages of a list, one after another. */
export async function* allPages<T>(fetch: (cursor: string | null) => Promise<Page<T>>): AsyncGenerator<T[]> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await fetch(cursor);
    yield page.items;
    cursor = page.next ?? null;
  } while (cursor !== null);
}

/** A value that follows another one after a pause, for searches while typing. */
export function useDebounced<T>(value: T, ms = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
