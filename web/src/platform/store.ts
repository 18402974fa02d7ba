import { useSyncExternalStore } from "react";

/** A value that components watch. Updates are pure functions of the state, so they can be tested without a screen. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  update(change: (state: T) => T): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a store; listeners run only when the value is another one. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Watches a part of a store. `select` must return the same reference while nothing in it changed. */
export function useStore<T, Part>(store: Store<T>, select: (state: T) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
