import { useEffect } from "react";
import type { Id } from "./ids.ts";
import { presenceStore, say, type Presence } from "./live.ts";
import { isGuest } from "./session.ts";
import { useStore } from "./store.ts";

const MOST_WATCHED = 100;
const IDLE_MS = 300_000;

const onScreen = new Map<Id, number>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** Tells the server whose presence this screen shows. */
export function sendWatch(): void {
  timer = null;
  // Guests are shown nobody's presence.
  if (!isGuest()) say({ t: "watch", people: [...onScreen.keys()].slice(-MOST_WATCHED) });
}

function soon(): void {
  timer ??= setTimeout(sendWatch, 300);
}

/** Lets the server tell of people who are on screen until what it gives is called. */
export function watchPeople(ids: readonly Id[]): () => void {
  for (const id of ids) onScreen.set(id, (onScreen.get(id) ?? 0) + 1);
  soon();
  return () => {
    for (const id of ids) {
      const left = (onScreen.get(id) ?? 1) - 1;
      if (left > 0) onScreen.set(id, left);
      else onScreen.delete(id);
    }
    soon();
  };
}

/** The presence of somebody on screen; watched only while the row is. */
export function usePresence(id: Id | null): Presence | null {
  useEffect(() => (id ? watchPeople([id]) : undefined), [id]);
  return useStore(presenceStore, (people) => (id ? (people[id] ?? null) : null));
}

/** Tells the server when nobody sits here: the tab is hidden, or nothing was touched for five minutes. */
export function watchActivity(): void {
  let active = true;
  let idle: ReturnType<typeof setTimeout> | null = null;
  const become = (next: boolean) => {
    if (next !== active) say({ t: next ? "active" : "idle" });
    active = next;
  };
  const touched = () => {
    if (document.visibilityState === "hidden") return;
    become(true);
    if (idle) clearTimeout(idle);
    idle = setTimeout(() => become(false), IDLE_MS);
  };
  for (const kind of ["pointerdown", "keydown", "wheel"]) window.addEventListener(kind, touched, { passive: true });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? become(false) : touched()));
  touched();
}
