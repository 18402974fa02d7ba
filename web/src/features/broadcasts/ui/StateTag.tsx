import type { State } from "../model.ts";
import { t } from "../text.ts";

/** How far a broadcast is, in a word. */
export function StateTag({ state }: { state: State }) {
  return (
    <span className="tag broadcast-state" data-state={state}>
      {t.state(state)}
    </span>
  );
}
