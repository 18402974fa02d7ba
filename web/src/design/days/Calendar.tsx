import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { dayText } from "../../platform/dates.ts";
import { belongsToInputMethod } from "../../platform/ime.ts";
import { languageStore } from "../../platform/texts.ts";
import { Icon } from "../Icon.tsx";
import { Popover, type Anchor } from "../Popover.tsx";
import { isClosingDay } from "./closing.ts";
import { dayByKey, plusMonths, weeksOf } from "./month.ts";
import { t } from "./text.ts";

const WEEKDAYS = { ja: ["日", "月", "火", "水", "木", "金", "土"], en: ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"] };

/** 令和8年4月, or 2026-04 as the person reads days. */
function monthText(day: string): string {
  const first = dayText(`${day.slice(0, 8)}01`, false);
  return /^\d{4}-/.test(first) ? day.slice(0, 7) : first.replace(/^1 |1日$/, "");
}

interface Props {
  anchor: Anchor;
  value: string;
  today: string;
  min?: string;
  max?: string;
  onPick: (day: string) => void;
  onClose: () => void;
}

/** A month to choose a day from. */
export function Calendar({ anchor, value, today, min, max, onPick, onClose }: Props) {
  const allowed = (day: string) => (!min || day >= min) && (!max || day <= max);
  const first = value || (min && today < min ? min : max && today > max ? max : today);
  const [at, setAt] = useState(first);
  const grid = useRef<HTMLTableElement>(null);
  // Leafing with the buttons leaves the focus on them.
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const go = (day: string, focus: boolean) => {
    follows.current = focus;
    if (day >= "0002-01-01" && day <= "9998-12-31") setAt(day);
  };
  const press = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const next = dayByKey(at, event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    go(next, true);
  };
  const names = WEEKDAYS[languageStore.get()];
  return (
    <Popover anchor={anchor} label={t.pickDay} onClose={onClose}>
      <div className="day-calendar">
        <div className="day-calendar-head">
          <button type="button" className="icon-button" aria-label={t.previousMonth} onClick={() => go(plusMonths(at, -1), false)}>
            <Icon name="back" />
          </button>
          <h2 aria-live="polite">{monthText(at)}</h2>
          <button type="button" className="icon-button" aria-label={t.nextMonth} onClick={() => go(plusMonths(at, 1), false)}>
            <Icon name="right" />
          </button>
        </div>
        <table ref={grid} role="grid" aria-label={`${monthText(at)} ${t.keys}`} onKeyDown={press}>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(Number(at.slice(0, 4)), Number(at.slice(5, 7))).map((week) => (
              <tr key={week.find((day) => day !== null)}>
                {week.map((day, place) =>
                  day === null ? (
                    // oxlint-disable-next-line jsx-a11y/control-has-associated-label
                    <td key={names[place]} />
                  ) : (
                    <td key={day} aria-selected={day === value}>
                      <button
                        type="button"
                        data-day={day}
                        data-closed={isClosingDay(day) ? t.closedMark : undefined}
                        tabIndex={day === at ? 0 : -1}
                        aria-label={isClosingDay(day) ? `${dayText(day)} ${t.closed}` : dayText(day)}
                        aria-pressed={day === value}
                        aria-current={day === today ? "date" : undefined}
                        aria-disabled={!allowed(day) || undefined}
                        onClick={() => allowed(day) && onPick(day)}
                      >
                        {Number(day.slice(8))}
                      </button>
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
        <div className="day-calendar-foot">
          <span>{t.closedLegend}</span>
          <button type="button" className="button small" aria-disabled={!allowed(today) || undefined} onClick={() => allowed(today) && onPick(today)}>
            {t.today}
          </button>
        </div>
      </div>
    </Popover>
  );
}
