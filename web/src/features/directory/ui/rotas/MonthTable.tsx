import { useRef, useState, type KeyboardEvent } from "react";
import { dayText } from "../../../../platform/dates.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import type { DutyException, RotaMonth } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import type { Chosen } from "./DayDialog.tsx";
import { daysOf, weekdayOf } from "./words.ts";

const STEPS: Record<string, readonly [row: number, day: number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Weekday of a day, alone. */
const weekdayText = (day: string) => /\((.+)\)/.exec(dayText(day, true, "iso"))?.[1] ?? "";

/** People by crew and the days of a month. Where days may be changed they are one stop of the keyboard, and the arrows move. */
export function MonthTable({ month, onChoose, id = "rota-table" }: { month: RotaMonth; onChoose: ((chosen: Chosen) => void) | null; id?: string }) {
  const days = daysOf(month.first_day);
  const todayPlace = days.indexOf(month.today);
  const [at, setAt] = useState<readonly [row: number, day: number]>([0, Math.max(0, todayPlace)]);
  const box = useRef<HTMLTableElement>(null);
  const exceptions = new Map<string, DutyException>(month.exceptions.map((one) => [`${one.person_id} ${one.day}`, one]));
  const rows = month.crews.flatMap((crew) => month.rows.filter((row) => row.crew === crew.number));
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event)) return;
    const step = STEPS[event.key];
    if (!step) return;
    // Over days on which somebody is not in the crew the way leads on to the next that is there.
    for (let [row, day] = [at[0] + step[0], at[1] + step[1]]; row >= 0 && row < rows.length && day >= 0 && day < days.length; row += step[0], day += step[1]) {
      const goal = box.current?.querySelector<HTMLElement>(`[data-place="${row} ${day}"]`);
      if (!goal) continue;
      event.preventDefault();
      setAt([row, day]);
      goal.focus();
      return;
    }
    event.preventDefault();
  };
  const reachable = rows[at[0]]?.days[at[1]] ? at : firstPlace(rows);
  return (
    <div className="table-scroll" tabIndex={onChoose ? undefined : 0} role="region" aria-label={t.rotas}>
      <table id={id} ref={box} className="rota-table" onKeyDown={onChoose ? onKeyDown : undefined}>
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            {days.map((day) => (
              <th key={day} scope="col" data-weekday={weekdayOf(day)} data-today={day === month.today || undefined} aria-label={dayText(day)}>
                {Number(day.slice(8))}
                <small>{weekdayText(day)}</small>
                {day === month.today && <span className="visually-hidden">{t.today}</span>}
              </th>
            ))}
          </tr>
        </thead>
        {month.crews.map((crew) => {
          const own = rows.filter((row) => row.crew === crew.number);
          if (own.length === 0) return null;
          return (
            <tbody key={crew.number}>
              <tr className="rota-crew-row">
                <th scope="rowgroup" colSpan={days.length + 1}>
                  {crew.name}
                  <small>{t.memberCount(own.length)}</small>
                </th>
              </tr>
              {own.map((row) => {
                const place = rows.indexOf(row);
                return (
                  <tr key={row.person.id}>
                    <th scope="row">{row.person.name}</th>
                    {days.map((day, index) => {
                      const kind = row.days[index] ?? null;
                      const exception = exceptions.get(`${row.person.id} ${day}`) ?? null;
                      const text = kind && t.cell(row.person.name, dayText(day), `${t[kind]}${exception ? ` ${t.excepted}` : ""}`);
                      return (
                        <td key={day} data-kind={kind ?? undefined} data-today={day === month.today || undefined} className={exception ? "rota-excepted" : undefined}>
                          {kind &&
                            (onChoose ? (
                              <button
                                type="button"
                                data-place={`${place} ${index}`}
                                tabIndex={reachable[0] === place && reachable[1] === index ? 0 : -1}
                                aria-label={text ?? undefined}
                                title={exception?.note ?? undefined}
                                onFocus={() => setAt([place, index])}
                                onClick={() => onChoose({ row, day, kind, exception })}
                              >
                                {t[`glyph_${kind}`]}
                              </button>
                            ) : (
                              <span title={[t[kind], exception && t.excepted].filter(Boolean).join(" ")}>
                                <span aria-hidden="true">{t[`glyph_${kind}`]}</span>
                                <span className="visually-hidden">{`${t[kind]}${exception ? ` ${t.excepted}` : ""}`}</span>
                              </span>
                            ))}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** The first day that is there, where the keyboard comes in. */
function firstPlace(rows: readonly RotaMonth["rows"][number][]): readonly [number, number] {
  const row = rows.findIndex((one) => one.days.some(Boolean));
  return [row, rows[row]?.days.findIndex(Boolean) ?? -1];
}
