import { useEffect } from "react";
import { read, write } from "../../../../platform/database.ts";
import { dayOf } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useMe, type Me } from "../../../../platform/session.ts";
import { createStore, useStore } from "../../../../platform/store.ts";
import { postsToWriteAs } from "../../model.ts";

type Post = Me["person"]["posts"][number];

const KEY = "as-post";
/** The post chosen in each room on this device; nothing before the disk has been asked. */
const chosenStore = createStore<Readonly<Record<Id, Id>> | null>(null);
let asking: Promise<void> | null = null;

function recall(): void {
  asking ??= read("cache", KEY).then(
    (kept) => chosenStore.set({ ...(kept as Record<Id, Id> | undefined), ...chosenStore.get() }),
    () => chosenStore.set({ ...chosenStore.get() }),
  );
}

export interface AsPost {
  /** The posts among which there is a choice; none for most people. */
  posts: readonly Post[];
  /** The one as whose holder this person writes here; nothing for their own name alone. */
  post: Id | null;
  /** False for the moment until the last choice is known. */
  known: boolean;
  choose: (post: Id | null) => void;
}

/** As whose holder this person writes in a room, which this device remembers. */
export function useAsPost(room: Id): AsPost {
  const posts = postsToWriteAs(useMe(), dayOf(Date.now()));
  const chosen = useStore(chosenStore, (all) => all);
  const some = posts.length > 0;
  useEffect(() => {
    if (some) recall();
  }, [some]);
  const post = posts.find(({ id }) => id === chosen?.[room])?.id ?? null;
  const choose = (next: Id | null) => {
    const all = { ...chosenStore.get() };
    if (next) all[room] = next;
    else delete all[room];
    chosenStore.set(all);
    void write("cache", KEY, all);
  };
  return { posts, post, known: !some || chosen !== null, choose };
}
