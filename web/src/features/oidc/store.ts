import type { Wire } from "../../platform/api/wire.ts";
import { createStore } from "../../platform/store.ts";

// Apart from the rest: the start needs these two, and nothing else of this feature.

/** The page to which a provider sends the browser back. */
export const RETURN_PAGE = "/sign-in/return";

/** How a way to a provider and back ended, if not with a session. */
export interface Landed {
  step: Wire["SecondStep"] | null;
  error: unknown;
}

export const nowhere: Landed = { step: null, error: null };

/** How the last one did. */
export const landingStore = createStore<Landed>(nowhere);
