import { useState, type FormEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { dayOf, dayText } from "../../../platform/dates.ts";
import { problemText } from "../../../platform/problems.ts";
import { nextApril, type Transfer } from "../model.ts";
import { t } from "../text.ts";

interface Props {
  /** Whose name and day are changed; nothing for a new one. */
  transfer: Transfer | null;
  onSave: (name: string, day: string) => Promise<unknown>;
  onClose: () => void;
}

/** The name and the day of a transfer. The name follows the day until somebody gives another. */
export function TransferForm({ transfer, onSave, onClose }: Props) {
  const today = dayOf(Date.now());
  const [day, setDay] = useState(transfer?.effective_on ?? nextApril(today));
  const [given, setGiven] = useState(transfer?.name ?? null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const name = given ?? (day && t.defaultName(dayText(day, false, "era")));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await onSave(name.trim(), day);
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={transfer ? t.edit : t.newTransfer}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="transfer-form" className="button primary">
            {busy ? t.saving : transfer ? t.save : t.create}
          </button>
        </>
      }
    >
      <form id="transfer-form" className="form" onSubmit={(event) => void save(event)}>
        <TextField label={t.day} type="date" required hint={t.dayHint} min={today} value={day} error={fieldError(error, "effective_on")} onChange={(event) => setDay(event.target.value)} />
        <TextField label={t.name} required maxLength={100} value={name} error={fieldError(error, "name")} onChange={(event) => setGiven(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
