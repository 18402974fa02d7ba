import { useState } from "react";
import type { Id } from "../../../platform/ids.ts";
import type { Run } from "../api.ts";
import { isOn, outcomeText, percentStopped, progressOf } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  /** The latest run. */
  run: Run | null;
  onCancel: (run: Id) => void;
  /** Somebody says that so many may be stopped. */
  onAllow: (stopped: number) => void;
}

/** How far the latest run is; why it was held, or failed. */
export function RunOn({ run, onCancel, onAllow }: Props) {
  const [stopping, setStopping] = useState<Id | null>(null);
  const doing = run && isOn(run) && (run.state === "waiting" || run.state === "reading" || run.state === "carrying") ? t[`doing_${run.state}` as const] : "";
  return (
    <div className="ldap-run">
      <p role="status">{run?.id === stopping && doing ? t.stopping : doing}</p>
      {run && doing && (
        <>
          <progress aria-label={doing} value={progressOf(run) ?? undefined} />
          <p className="hint">{run.state === "carrying" ? t.doneSoFar(run.counts.done, run.counts.total) : t.readSoFar(run.counts.read)}</p>
          <button
            type="button"
            className="button"
            disabled={run.id === stopping}
            onClick={() => {
              setStopping(run.id);
              onCancel(run.id);
            }}
          >
            {t.stop}
          </button>
        </>
      )}
      {run?.state === "failed" && (
        <p className="form-error" role="alert">
          {outcomeText(run.outcome)}
        </p>
      )}
      {run?.state === "held" && (
        <div className="ldap-warning" role="alert">
          <p>
            <b>{t.held(run.counts.suspended, percentStopped(run))}</b>
          </p>
          <p>{t.heldHint}</p>
          <button type="button" className="button danger" onClick={() => onAllow(run.counts.suspended)}>
            {t.heldApply(run.counts.suspended)}
          </button>
        </div>
      )}
    </div>
  );
}
