import { useState, type FormEvent } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { dayOf, dayText, momentText } from "../../../platform/dates.ts";
import { codeText, problemText } from "../../../platform/problems.ts";
import * as api from "../api.ts";
import { figures, instantOf, obstacle, type Transfer } from "../model.ts";
import { t } from "../text.ts";
import type { Act } from "./useTransfer.ts";

const MIDNIGHT = "00:00";

interface Props {
  transfer: Transfer;
  act: Act;
}

/** When a draft becomes known: planned up to the beginning of its day, or at once. */
export function ReleaseForm({ transfer, act }: Props) {
  const { effective_on } = transfer;
  const today = dayOf(Date.now());
  const [day, setDay] = useState(effective_on);
  const [time, setTime] = useState(MIDNIGHT);
  const [late, setLate] = useState(false);
  // When, or at once.
  const [asking, setAsking] = useState<{ at: string | null } | null>(null);
  const why = obstacle(transfer, today);
  const plan = (event: FormEvent) => {
    event.preventDefault();
    const at = instantOf(day, time);
    const isLate = at > instantOf(effective_on, MIDNIGHT);
    setLate(isLate);
    if (!isLate) setAsking({ at: new Date(at).getTime() > Date.now() ? at : null });
  };
  return (
    <>
      <p className="hint">{t.releaseHint}</p>
      <form className="form" onSubmit={plan}>
        <div className="form-row transfer-moment">
          <DayField label={t.releaseDay} required min={today} max={effective_on} value={day} error={late ? codeText("after_day") : null} onChange={(next) => setDay(next)} />
          <TextField label={t.releaseTime} type="time" required value={time} onChange={(event) => setTime(event.target.value)} />
        </div>
        {why && (
          <p className="field-error" id="transfer-obstacle">
            {why}
          </p>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={why !== null} aria-describedby={why ? "transfer-obstacle" : undefined}>
            {t.schedule}
          </button>
          <button type="button" className="button" disabled={why !== null} aria-describedby={why ? "transfer-obstacle" : undefined} onClick={() => setAsking({ at: null })}>
            {t.releaseNow}
          </button>
        </div>
      </form>
      {asking && <ReleaseDialog transfer={transfer} at={asking.at} act={act} onClose={() => setAsking(null)} />}
    </>
  );
}

/** When it becomes known and when it holds. */
function releaseText(at: string | null, effectiveOn: string): string {
  const day = dayText(effectiveOn);
  if (at === null) return effectiveOn <= dayOf(Date.now()) ? t.releaseTodayAsk : t.releaseAsk(day);
  return at === instantOf(effectiveOn, MIDNIGHT) ? t.scheduleDayAsk(momentText(at)) : t.scheduleAsk(momentText(at), day);
}

function ReleaseDialog({ transfer: { name, effective_on, counts }, at, act, onClose }: Props & { at: string | null; onClose: () => void }) {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const release = async () => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await act(t.scheduling, (now) => api.schedule(now.id, at));
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={at ? t.schedule : t.releaseNow}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button primary" onClick={() => void release()}>
            {at ? t.schedule : t.releaseNow}
          </button>
        </>
      }
    >
      <div className="transfer-ask">
        <p>
          <b>{name}</b>
        </p>
        <p>{releaseText(at, effective_on)}</p>
        <ul aria-label={t.figures}>
          {figures(counts).map((figure) => (
            <li key={figure}>{figure}</li>
          ))}
        </ul>
        <p>{t.rest(counts.unchanged, counts.absent)}</p>
        <p role="status">{busy && t.scheduling}</p>
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {fieldError(error, "release_at") ?? problemText(error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
