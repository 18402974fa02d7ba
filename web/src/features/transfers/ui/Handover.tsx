import { useState, type FormEvent } from "react";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { problemText } from "../../../platform/problems.ts";
import { sessionStore, useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

// The server's own bound.
const LONGEST = 366;

/** For how long who moves reads on in the room of their former unit. */
export function Handover() {
  const me = useMe();
  const { handover_days: now } = me.organisation;
  const [days, setDays] = useState(String(now));
  const [error, setError] = useState<unknown>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const organisation = await api.setHandover(Number(days));
      sessionStore.set({ ...me, organisation });
      setError(null);
      toast(t.saved);
    } catch (problem) {
      setError(problem);
    }
  };
  const wrong = error ? (fieldError(error, "days") ?? problemText(error)) : null;
  return (
    <details className="transfer-handover">
      <summary>
        {t.handover}: {t.handoverNow(now)}
      </summary>
      <form className="form" onSubmit={(event) => void save(event)} noValidate>
        <p className="hint">{t.handoverHint}</p>
        <TextField label={t.handoverDays} type="number" inputMode="numeric" min={0} max={LONGEST} required error={wrong} value={days} onChange={(event) => setDays(event.target.value)} />
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={days.trim() === "" || Number(days) === now}>
            {t.save}
          </button>
        </div>
      </form>
    </details>
  );
}
