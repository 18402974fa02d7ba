import { stageOf, type Line } from "../model.ts";
import { t } from "../text.ts";

/** How far a handover is, in a frame. */
export function StateTag({ line }: { line: Pick<Line, "state" | "touched"> }) {
  const stage = stageOf(line);
  return (
    <span className="handover-state" data-state={stage}>
      {t.state(stage)}
    </span>
  );
}
