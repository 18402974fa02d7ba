import { createElement, useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { address, framed, placePath } from "./place.ts";

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
const onScreen = () => placePath() + location.search;

// What would be lost with the place on screen, and who is asked about it.
let held: { at: string; ask: (go: () => void) => void } | null = null;

if (typeof window !== "undefined")
  window.addEventListener("popstate", () => {
    const to = onScreen();
    if (held === null || to === held.at) return tell();
    // The browser has gone already: it is brought back before anybody is asked.
    history.pushState({ inside: true }, "", address(held.at));
    held.ask(() => navigate(to, { replace: true }));
  });

/** Lets nobody leave the place on screen by a way inside the client, unless `ask` goes on with it; until what this gives is called. */
export function hold(ask: (go: () => void) => void): () => void {
  const own = { at: onScreen(), ask };
  held = own;
  return () => {
    if (held === own) held = null;
  };
}

// What a page beside another one adds to the history, the way back of the window around it would have to walk through. It keeps its own.
const trail: string[] = [];

/** Goes to a place inside the client. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const before = onScreen();
  if (to === before) return;
  if (held) return held.ask(() => navigate(to, options));
  if (framed && !options.replace) trail.push(before);
  if (options.replace || framed) history.replaceState(null, "", address(to));
  else history.pushState({ inside: true }, "", address(to));
  tell();
}

/** Whether the last place was inside the client. */
export const cameFromInside = () => trail.length > 0 || Boolean((history.state as { inside?: boolean } | null)?.inside);

/** Goes back when the last place was inside the client, else to `fallback`. */
export function back(fallback: string): void {
  if (framed) navigate(trail.pop() ?? fallback, { replace: true });
  else if (cameFromInside()) history.back();
  else navigate(fallback, { replace: true });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The path on screen, without the query and without what the addresses of the organisation begin with. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, placePath);
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
    href: address(props.href),
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event);
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(props.href, { replace });
    },
  });
}
