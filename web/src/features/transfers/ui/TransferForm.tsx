import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
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
  const name = given ?? (day && t.defaultName(dayText(day, false, "era")));
  const { error, busy, submit } = useSubmit(async () => {
    await onSave(name.trim(), day);
    onClose();
  });
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
      <form id="transfer-form" className="form" onSubmit={submit}>
        <DayField label={t.day} required hint={t.dayHint} min={today} value={day} error={fieldError(error, "effective_on")} onChange={(next) => setDay(next)} />
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
