import { createElement, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

export type Params = Record<string, string>;

/** Compares a path with a pattern such as `/rooms/:room`; null when it is another place. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Params = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part.startsWith(":")) {
      if (actual === "") return null;
      try {
        params[part.slice(1)] = decodeURIComponent(actual);
      } catch {
        return null;
      }
    } else if (part !== actual) return null;
  }
  return params;
}

/** The first pattern that fits, with its parameters. */
export function find<T>(routes: readonly (readonly [pattern: string, value: T])[], path: string): { value: T; params: Params } | null {
  for (const [pattern, value] of routes) {
    const params = match(pattern, path);
    if (params) return { value, params };
  }
  return null;
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
if (typeof window !== "undefined") window.addEventListener("popstate", tell);

/** Goes to a place inside the client. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  if (options.replace) history.replaceState(null, "", to);
  else history.pushState({ inside: true }, "", to);
  tell();
}

/** Whether the last place was inside the client. */
export const cameFromInside = () => Boolean((history.state as { inside?: boolean } | null)?.inside);

/** Goes back when the last place was inside the client, else to `fallback`. */
export function back(fallback: string): void {
  if (cameFromInside()) history.back();
  else navigate(fallback, { replace: true });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The path on screen, without the query. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

/** One value of the query on screen. */
export function useQuery(name: string): string | null {
  return useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name));
}

/** A link inside the client; a middle click or a modifier key opens a new tab as anywhere else. */
export function Link(props: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; replace?: boolean }) {
  const { onClick, replace, ...rest } = props;
  return createElement("a", {
    ...rest,
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event);
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(props.href, { replace });
    },
  });
}
