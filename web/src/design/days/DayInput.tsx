import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { announce } from "../../platform/announce.ts";
import { dayOf, dayText } from "../../platform/dates.ts";
import { belongsToInputMethod } from "../../platform/ime.ts";
import { focused } from "../focus.ts";
import { anchorOf, type Anchor } from "../Popover.tsx";
import { Calendar } from "./Calendar.tsx";
import { isClosingDay } from "./closing.ts";
import { fieldText, plusDays, read, readsEras } from "./read.ts";
import { t } from "./text.ts";

export interface DayProps {
  /** `YYYY-MM-DD`, or nothing. */
  value: string;
  /** A day once what is typed is one, else nothing. */
  onChange: (day: string) => void;
  min?: string;
  max?: string;
  /** Of a field about what has been: 4/1 is then the last one there was. */
  past?: boolean;
  required?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  /** Enter in the field itself. */
  onEnter?: () => void;
}

interface InputProps extends DayProps {
  id?: string;
  label?: string;
  /** Ids of what describes it besides. */
  describedBy?: string;
  invalid?: boolean;
  /** What keeps a form from being sent besides the day itself. */
  fault?: string | null;
  /** Takes an hour that was typed behind the day. */
  onTime?: (day: string, time: string) => void;
  /** What a whole field stands for, where a day is only a part of it. */
  whole?: string;
}

/** 令和8年4月1日(水), and that offices are closed then. */
function readingOf(day: string): string {
  return isClosingDay(day) ? `${dayText(day)} ${t.closed}` : dayText(day);
}

/** A box for a day as people write it, what it was understood as, and a calendar to choose it from. */
export function DayInput({ value, onChange, min, max, past, required, disabled, autoFocus, onEnter, id, label, describedBy, invalid, fault, onTime, whole }: InputProps) {
  const own = useId();
  const box = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [calendar, setCalendar] = useState<Anchor | null>(null);
  // What was typed stays as it was typed, until the day becomes another one from outside.
  const kept = useRef({ text: fieldText(value, readsEras()), seen: value, sent: value });
  // A sentence about what cannot be read waits until somebody goes on; what stood there when they came is not theirs.
  const touched = useRef(false);
  const [left, setLeft] = useState(false);
  const [, redraw] = useState(0);
  if (value !== kept.current.seen) {
    if (value !== kept.current.sent) kept.current.text = fieldText(value, readsEras());
    kept.current.seen = value;
    kept.current.sent = value;
  }
  const { text } = kept.current;
  const bounds = { today: dayOf(Date.now()), min, max, past };
  const found = read(text, bounds);
  const wrong = found === null ? null : "fault" in found ? t[found.fault] : found.time !== null && !onTime ? t.unknown : null;
  const day = found !== null && wrong === null && "day" in found ? found.day : "";
  const range = day === "" ? null : min && day < min ? t.tooEarly(dayText(min)) : max && day > max ? t.tooLate(dayText(max)) : null;
  const problem = wrong ?? range;

  useLayoutEffect(() => box.current?.setCustomValidity(problem ?? fault ?? ""), [problem, fault]);
  useLayoutEffect(() => {
    if (autoFocus) focused(box.current);
  }, [autoFocus]);

  const take = (typed: string) => {
    const next = read(typed, bounds);
    const isDay = next !== null && "day" in next && (next.time === null || onTime !== undefined);
    const to = isDay ? next.day : "";
    touched.current = true;
    kept.current.text = typed;
    kept.current.sent = to;
    redraw((count) => count + 1);
    if (isDay && next.time !== null) onTime?.(to, next.time);
    else onChange(to);
  };
  const put = (next: string) => take(fieldText(next, readsEras()));
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (belongsToInputMethod(event)) return;
    if (event.key === "Enter" && onEnter) {
      event.preventDefault();
      onEnter();
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    if (event.altKey) {
      if (event.key === "ArrowDown" && button.current) setCalendar(anchorOf(button.current));
      return;
    }
    const next = day === "" ? (min && bounds.today < min ? min : max && bounds.today > max ? max : bounds.today) : plusDays(day, event.key === "ArrowUp" ? 1 : -1);
    if ((min && next < min) || (max && next > max)) return;
    put(next);
    announce(readingOf(next));
  };
  const leave = () => {
    if (!touched.current) return;
    setLeft(true);
    if (!left && problem) announce(problem);
    // An hour that was typed stands in its own box from now on.
    if (found !== null && "time" in found && found.time !== null && day !== "") put(day);
    if (!left && day !== "" && !problem) announce(readingOf(day));
  };
  const shown = wrong !== null ? left : range !== null && touched.current;
  const note = shown || day !== "" ? `${own}-note` : undefined;
  return (
    <div className="day-input">
      <div className="day-line">
        <input
          ref={box}
          id={id ?? `${own}-box`}
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          aria-invalid={invalid || shown ? true : undefined}
          aria-describedby={[describedBy, note].filter(Boolean).join(" ") || undefined}
          required={required}
          disabled={disabled}
          data-value={whole ?? value}
          value={text}
          onChange={(event) => {
            setLeft(false);
            take(event.currentTarget.value);
          }}
          onKeyDown={press}
          onBlur={leave}
        />
        <button
          ref={button}
          type="button"
          className="icon-button"
          aria-label={t.calendar}
          aria-describedby={id ? `${id}-label` : `${own}-box`}
          aria-haspopup="dialog"
          aria-expanded={calendar !== null}
          disabled={disabled}
          onClick={(event) => setCalendar(anchorOf(event.currentTarget))}
        >
          <svg className="icon" width="1.25rem" height="1.25rem" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5" />
          </svg>
        </button>
      </div>
      {note && (
        <p className={shown ? "field-error" : "day-reading"} id={note}>
          {shown ? problem : readingOf(day)}
        </p>
      )}
      {calendar && (
        <Calendar
          anchor={calendar}
          value={day}
          today={bounds.today}
          min={min}
          max={max}
          onPick={(next) => {
            put(next);
            setLeft(true);
            announce(readingOf(next));
            setCalendar(null);
          }}
          onClose={() => setCalendar(null)}
        />
      )}
    </div>
  );
}
