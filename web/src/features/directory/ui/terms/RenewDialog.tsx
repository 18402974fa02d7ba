import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
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
  const { error, busy, submit } = useSubmit(async () => {
    await onSave(day);
    onClose();
  });
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
      <form id="renew-terms" className="form" onSubmit={submit}>
        <p>
          {names.join("、")}
          {more > 0 && ` ${t.more(more)}`}
        </p>
        <DayField label={t.newLastDay} hint={t.renewHint} required min={today} value={day} onChange={(next) => setDay(next)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
