import { useState, type FormEvent } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { problemText } from "../../../../platform/problems.ts";
import type { Ending } from "../../model.ts";
import { t } from "../../text.terms.ts";

/** How many of those chosen are named. */
const NAMED = 10;

interface Props {
  chosen: readonly Ending[];
  /** The last day that is proposed. */
  proposed: string;
  today: string;
  onSave: (lastDay: string) => Promise<void>;
  onClose: () => void;
}

/** Gives those chosen another last day, once they were looked at again. */
export function RenewDialog({ chosen, proposed, today, onSave, onClose }: Props) {
  const [day, setDay] = useState(proposed);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSave(day);
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const names = chosen.slice(0, NAMED).map(({ person }) => person.name);
  const more = chosen.length - names.length;
  return (
    <Dialog
      title={t.renewOf(chosen.length)}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="renew-terms" className="button primary" disabled={busy || day === ""}>
            {busy ? t.saving : t.save}
          </button>
        </>
      }
    >
      <form id="renew-terms" className="form" onSubmit={(event) => void save(event)}>
        <p>
          {names.join("、")}
          {more > 0 && ` ${t.more(more)}`}
        </p>
        <TextField label={t.newLastDay} hint={t.renewHint} type="date" required min={today} value={day} onChange={(event) => setDay(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
