import { momentText } from "../../../platform/dates.ts";
import type { Run } from "../api.ts";
import { t } from "../text.ts";

/** Where a run stands, and when it began. */
export function RunState({ run }: { run: Run }) {
  return (
    <>
      <span className="ldap-state" data-state={run.state}>
        {t[`state_${run.state}` as const]}
      </span>
      <small className="block">{momentText(run.begun_at)}</small>
    </>
  );
}
