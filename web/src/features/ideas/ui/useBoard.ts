import { useEffect, useState } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { load, watch } from "../actions.ts";
import { heldOne, ideaStore } from "../store.ts";
import type { One } from "../sync.ts";

interface Watched {
  one: One | null;
  gone: boolean;
  error: unknown;
  again: () => void;
}

/** A board while it is on screen. */
export function useBoard(id: Id, part: "cards" | "whole"): Watched {
  const one = useStore(ideaStore, () => heldOne(id));
  const gone = useStore(ideaStore, (held) => held.gone.has(id));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => watch(id, part, setError), [id, part]);
  const again = () => {
    setError(null);
    load(id).catch(setError);
  };
  return { one, gone, error, again };
}
