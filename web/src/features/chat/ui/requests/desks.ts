import { useEffect } from "react";
import { afterPaint } from "../../../../platform/paint.ts";
import { useFindable } from "../../../../platform/people.ts";
import { isGuest } from "../../../../platform/session.ts";
import { createStore, useStore } from "../../../../platform/store.ts";
import * as api from "../../api.ts";
import type { Desk } from "../../model.ts";

const NONE: readonly Desk[] = [];
const desksStore = createStore<readonly Desk[]>(NONE);
let known: number | null = null;

async function fetchDesks(findable: number): Promise<void> {
  if (known === findable || isGuest()) return;
  known = findable;
  try {
    const { items } = await api.desks();
    if (known === findable) desksStore.set(items);
  } catch {
    // Whoever shows them next asks again.
    if (known === findable) known = null;
  }
}

/** Where requests for those behind barriers go; asked for once, and anew when barriers change. */
export function useDesks(): readonly Desk[] {
  const findable = useFindable();
  useEffect(() => afterPaint(() => void fetchDesks(findable)), [findable]);
  return useStore(desksStore, (desks) => desks);
}
