import { Icon } from "../../../../design/Icon.tsx";
import type { CycleDay, DayKind } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { clockText, freshDay, KINDS, minutesOf, works } from "./words.ts";

/** The days of a cycle, each with its kind and its hours. */
export function CycleFields({ cycle, onChange }: { cycle: readonly CycleDay[]; onChange: (cycle: CycleDay[]) => void }) {
  const put = (place: number, day: CycleDay) => onChange(cycle.map((old, at) => (at === place ? day : old)));
  return (
    <fieldset className="rota-part">
      <legend>{t.cycle}</legend>
      <p className="hint">{t.cycleHint}</p>
      <ol className="rota-cycle">
        {cycle.map((day, place) => (
          // A day is nothing but its place.
          <li key={place}>
            <span className="number">{t.dayNumber(place + 1)}</span>
            <select className="input" aria-label={t.kindOf(place + 1)} value={day.kind} onChange={(event) => put(place, freshDay(event.target.value as DayKind))}>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t[kind]}
                </option>
              ))}
            </select>
            {works(day.kind) && (
              <span className="rota-hours">
                <input className="input" type="time" required aria-label={t.beginOf(place + 1)} value={clockText(day.begins)} onChange={(event) => put(place, { ...day, begins: minutesOf(event.target.value) })} />
                <span aria-hidden="true">~</span>
                {typeof day.begins === "number" && typeof day.ends === "number" && day.ends <= day.begins && <small>{t.nextDay}</small>}
                <input className="input" type="time" required aria-label={t.endOf(place + 1)} value={clockText(day.ends)} onChange={(event) => put(place, { ...day, ends: minutesOf(event.target.value) })} />
              </span>
            )}
            {cycle.length > 1 && (
              <button type="button" className="icon-button" aria-label={t.removeDay(place + 1)} onClick={() => onChange(cycle.filter((_, at) => at !== place))}>
                <Icon name="close" size={16} />
              </button>
            )}
          </li>
        ))}
      </ol>
      <button type="button" className="button small" onClick={() => onChange([...cycle, freshDay("off")])}>
        <Icon name="plus" size={16} />
        {t.addDay}
      </button>
    </fieldset>
  );
}
