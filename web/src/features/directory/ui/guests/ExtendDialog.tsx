import { useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Dialog } from "../../../../design/Dialog.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { dayOf, dayText } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { problemText } from "../../../../platform/problems.ts";
import type { Guest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import { extensions, latestDay, standing } from "./days.ts";

/** Lets a guest stay longer, or come back: by one press, or until a day. */
export function ExtendDialog({ guest, onSave, onClose }: { guest: Guest; onSave: (lastDay: string) => Promise<void>; onClose: () => void }) {
  const today = dayOf(Date.now());
  const offered = extensions(guest.last_day, today);
  const [day, setDay] = useState(offered[0]?.day ?? today);
  const { error, busy, submit } = useSubmit(async () => {
    await onSave(day);
    onClose();
  });
  const outside = error instanceof Problem && error.fields.some(({ field }) => field === "last_day");
  const over = standing(guest.last_day, today) === "over";
  return (
    <Dialog
      title={t.extendOf(guest.person.name)}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="guest-extend" className="button primary" disabled={busy || day === ""}>
            {t.extend}
          </button>
        </>
      }
    >
      <form id="guest-extend" className="form" onSubmit={submit}>
        <p>{(over ? t.overHint : t.extendHint)(dayText(guest.last_day))}</p>
        <div className="sort-bar" role="group" aria-label={t.extend}>
          {offered.map((one) => (
            <button key={one.by} type="button" className="chip-button" aria-pressed={one.day === day} onClick={() => setDay(one.day)}>
              {t[`by_${one.by}`]}
            </button>
          ))}
        </div>
        <DayField label={t.lastDay} required min={today} max={latestDay(today)} value={day} error={outside ? t.dayRange : null} onChange={(next) => setDay(next)} />
        {Boolean(error) && !outside && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
