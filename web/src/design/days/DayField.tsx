import { useId, useRef, useState } from "react";
import { described, Frame, type FrameProps } from "../Field.tsx";
import { dayText } from "../../platform/dates.ts";
import { DayInput, type DayProps } from "./DayInput.tsx";
import { t } from "./text.ts";

/** A labelled field for a day, typed as offices write it: R8.4.1, 令和8年4月1日, 2026-04-01, 4/1. */
export function DayField({ label, hint, error, ...day }: FrameProps & DayProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error} required={day.required}>
      <DayInput id={id} describedBy={described(id, { label, hint, error })} invalid={Boolean(error)} {...day} />
    </Frame>
  );
}

const dayIn = (moment: string | undefined): string => moment?.slice(0, 10) ?? "";
const timeIn = (moment: string | undefined): string => moment?.slice(11, 16) ?? "";

/** The same with a time of day: `YYYY-MM-DDTHH:MM` once both are there, else nothing. */
export function MomentField({ label, hint, error, value, onChange, min, max, past, required, disabled, autoFocus }: FrameProps & DayProps) {
  const id = useId();
  // A half of a moment is nothing to the form, and stays on screen.
  const kept = useRef({ day: dayIn(value), time: timeIn(value), seen: value, sent: value });
  const [, redraw] = useState(0);
  if (value !== kept.current.seen) {
    if (value !== kept.current.sent) kept.current = { ...kept.current, day: dayIn(value), time: timeIn(value) };
    kept.current.seen = value;
    kept.current.sent = value;
  }
  const { day, time } = kept.current;
  const take = (nextDay: string, nextTime: string) => {
    const to = nextDay && nextTime ? `${nextDay}T${nextTime}` : "";
    kept.current = { ...kept.current, day: nextDay, time: nextTime, sent: to };
    redraw((count) => count + 1);
    onChange(to);
  };
  const whole = day && time ? `${day}T${time}` : "";
  const said = (moment: string) => `${dayText(dayIn(moment))} ${timeIn(moment)}`;
  const range = whole === "" ? null : min && whole < min ? t.tooEarly(said(min)) : max && whole > max ? t.tooLate(said(max)) : null;
  return (
    <Frame id={id} label={label} hint={hint} error={error ?? range} required={required}>
      <div className="moment-line">
        <DayInput
          id={id}
          describedBy={described(id, { label, hint, error: error ?? range })}
          invalid={Boolean(error ?? range)}
          fault={range}
          value={day}
          whole={whole}
          min={dayIn(min) || undefined}
          max={dayIn(max) || undefined}
          past={past}
          required={required}
          disabled={disabled}
          autoFocus={autoFocus}
          onChange={(next) => take(next, kept.current.time)}
          onTime={take}
        />
        <input className="input" type="time" aria-label={t.time} aria-describedby={`${id}-label`} required={required || day !== ""} disabled={disabled} value={time} onChange={(event) => take(kept.current.day, event.currentTarget.value)} />
      </div>
      {day !== "" && time === "" && <p className="hint">{t.timeMissing}</p>}
    </Frame>
  );
}
