import type { InspectionState } from "../../api.inspections.ts";
import { stateText } from "./words.ts";

/** What has become of a request, beside its room. */
export function StateTag({ state }: { state: InspectionState }) {
  return (
    <span className="tag" data-state={state}>
      {stateText(state)}
    </span>
  );
}
