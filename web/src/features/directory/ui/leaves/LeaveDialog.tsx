import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Choice, SelectField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { Leave, NewLeave } from "../../model.ts";
import { t } from "../../text.leaves.ts";
import { ACCESSES, KINDS } from "./words.ts";

/** What is wrong with one of the days, in words. */
function dayError(error: unknown, field: string): string | null {
  const fault = error instanceof Problem ? error.fields.find((one) => one.field === field) : undefined;
  if (!fault) return null;
  if (fault.code === "overlaps") return t.overlaps;
  return fault.code === "before_begin" ? t.beforeBegin : problemText(error);
}

/** Writes a leave down, or changes one. */
export function LeaveDialog({ title, given, onSave, onClose }: { title: string; given: NewLeave; onSave: (leave: NewLeave) => Promise<void>; onClose: () => void }) {
  const [values, setValues] = useState(given);
  const set = (change: Partial<NewLeave>) => setValues({ ...values, ...change });
  const { error, busy, submit } = useSubmit(async () => {
    await onSave(values);
    onClose();
  });
  const [fromError, toError] = [dayError(error, "valid_from"), dayError(error, "valid_to")];
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="leave" className="button primary" disabled={busy || values.valid_from === ""}>
            {t.save}
          </button>
        </>
      }
    >
      <form id="leave" className="form" onSubmit={submit}>
        <SelectField label={t.kind} value={values.kind} onChange={(event) => set({ kind: event.target.value as Leave["kind"] })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t[kind]}
            </option>
          ))}
        </SelectField>
        <div className="form-row">
          <DayField label={t.from} required value={values.valid_from} error={fromError} onChange={(next) => set({ valid_from: next })} />
          <DayField label={t.to} hint={t.toHint} value={values.valid_to ?? ""} error={toError} onChange={(next) => set({ valid_to: next || null })} />
        </div>
        <Choice label={t.access} value={values.access} options={ACCESSES.map((value) => ({ value, label: t[`access_${value}`], hint: t[`accessHint_${value}`] }))} onChange={(access) => set({ access })} />
        {Boolean(error) && !fromError && !toError && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
