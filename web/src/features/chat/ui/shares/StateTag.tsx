import type { ShareState } from "../../api.shares.ts";
import { stateText } from "./words.ts";

/** What has become of a share. */
export function StateTag({ state }: { state: ShareState }) {
  return (
    <span className="tag" data-state={state}>
      {stateText(state)}
    </span>
  );
}
