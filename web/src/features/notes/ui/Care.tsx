import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, SelectField } from "../../../design/Field.tsx";
import { dayOf, dayText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { tell } from "../../../platform/refusals.ts";
import { useUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { isDue, type Note } from "../model.ts";
import { hear } from "../store.ts";
import { t } from "../text.ts";

/** Who keeps a note right, and when somebody looks at it again; nothing where neither is said. */
export function Care({ note }: { note: Note }) {
  const { owner, review_on: day } = note;
  if (!owner && !day) return null;
  const due = isDue(note, dayOf(Date.now()));
  return (
    <p className="note-care" data-due={due}>
      {[owner && t.ownedBy(owner.name), day && (due ? t.reviewDue(dayText(day, false)) : t.reviewOn(dayText(day, false)))].filter(Boolean).join(" ・ ")}
    </p>
  );
}

/** Asks who keeps a note right, and for the day of the next look. */
export function CareDialog({ note, onClose }: { note: Note; onClose: () => void }) {
  const [day, setDay] = useState(note.review_on ?? "");
  const [unit, setUnit] = useState(note.owner?.unit_id ?? "");
  const [title, setTitle] = useState(note.owner?.title_id ?? "");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const units = useUnits();
  const titles = useLoad("titles", async () => (await api.titles()).items);
  const save = async () => {
    if (busy) return;
    setBusy(true);
    try {
      hear(await api.edit(note.id, null, { review_on: day || null, owner: unit ? { unit_id: unit, title_id: title || null } : null }));
      onClose();
    } catch (refused) {
      setError(refused);
      setBusy(false);
      if (!fieldError(refused, "owner")) await tell(refused);
    }
  };
  return (
    <Dialog
      title={t.care}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="note-care" className="button primary" disabled={busy}>
          {t.save}
        </button>
      }
    >
      <form
        id="note-care"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <DayField label={t.reviewDay} hint={t.reviewHint} value={day} onChange={(next) => setDay(next)} />
        <SelectField label={t.ownerUnit} hint={t.ownerHint} value={unit} error={fieldError(error, "owner")} onChange={(event) => setUnit(event.target.value)}>
          <option value="">{t.nobody}</option>
          {units.map((one) => (
            <option key={one.id} value={one.id}>
              {`${"\u3000".repeat(one.depth)}${one.name}`}
            </option>
          ))}
        </SelectField>
        {unit && (
          <SelectField label={t.ownerTitle} value={title} onChange={(event) => setTitle(event.target.value)}>
            <option value="">{t.anyTitle}</option>
            {(titles.value ?? []).map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </SelectField>
        )}
      </form>
    </Dialog>
  );
}
