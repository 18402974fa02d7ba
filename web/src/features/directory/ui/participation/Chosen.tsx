import { useRef, useState, type ReactNode } from "react";
import { DayInput } from "../../../../design/days/DayInput.tsx";
import { SelectField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { dayOf, dayText } from "../../../../platform/dates.ts";
import type { Id } from "../../../../platform/ids.ts";
import { peopleStore } from "../../../../platform/people.ts";
import { useStore } from "../../../../platform/store.ts";
import { useUnits } from "../../../../platform/units.ts";
import { t } from "../../text.participation.ts";
import type { Draft, View } from "./draft.ts";

interface Line {
  id: Id;
  name: string;
  note?: string;
  from: string;
  /** What is wrong with it. */
  fault?: string | null;
}

type FaultOf = (field: string) => string | null;

/** What is chosen, each with its day; the way to add another stands below. */
function Lines({ legend, fault = null, lines, onDay, onRemove, children }: { legend: string; fault?: string | null; lines: Line[]; onDay: (id: Id, from: string) => void; onRemove: (id: Id) => void; children: ReactNode }) {
  const box = useRef<HTMLFieldSetElement>(null);
  return (
    <fieldset ref={box} className="participation-group">
      <legend>{legend}</legend>
      {fault && <p className="field-error">{fault}</p>}
      {lines.length === 0 && <p className="hint">{t.none}</p>}
      {lines.length > 0 && (
        <ul className="participation-lines">
          {lines.map(({ id, name, note, from, fault: wrong }) => (
            <li key={id}>
              <span className="participation-name">
                {name}
                {note && <small>{note}</small>}
                {wrong && <small className="field-error">{wrong}</small>}
              </span>
              <div className="participation-day">
                <span aria-hidden="true">{t.from}</span>
                <DayInput required label={t.fromOf(name)} value={from} onChange={(next) => onDay(id, next)} />
              </div>
              <button
                type="button"
                className="button small"
                aria-label={t.removeOf(name)}
                onClick={() => {
                  onRemove(id);
                  // The button goes with its line; the focus stays in these fields.
                  box.current?.querySelector<HTMLElement>(":scope > .participation-add :is(select, input)")?.focus();
                }}
              >
                {t.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="participation-add">{children}</div>
    </fieldset>
  );
}

/** The chosen units. */
export function ChosenUnits({ held, faultOf, chosen, onChange }: { held: View; faultOf: FaultOf; chosen: Draft["units"]; onChange: (next: Draft["units"]) => void }) {
  const units = useUnits();
  const [unit, setUnit] = useState("");
  const lines = chosen.map(({ unit_id, from }, at): Line => {
    const known = held.units.find((one) => one.unit_id === unit_id);
    const name = units.find((one) => one.id === unit_id)?.name ?? known?.name ?? t.gone;
    return { id: unit_id, name, note: known?.valid_to ? t.closes(dayText(known.valid_to)) : undefined, from, fault: faultOf(`units[${at}]`) };
  });
  return (
    <Lines
      legend={t.units}
      fault={faultOf("units")}
      lines={lines}
      onDay={(id, from) => onChange(chosen.map((one) => (one.unit_id === id ? { ...one, from } : one)))}
      onRemove={(id) => onChange(chosen.filter((one) => one.unit_id !== id))}
    >
      <SelectField label={t.unit} value={unit} onChange={(event) => setUnit(event.target.value)}>
        <option value="">{t.chooseUnit}</option>
        {units
          .filter(({ id }) => chosen.every(({ unit_id }) => unit_id !== id))
          .map((one) => (
            <option key={one.id} value={one.id}>
              {`${"　".repeat(one.depth)}${one.name}`}
            </option>
          ))}
      </SelectField>
      <div>
        <button
          type="button"
          className="button"
          disabled={unit === ""}
          onClick={() => {
            onChange([...chosen, { unit_id: unit, from: dayOf(Date.now()) }]);
            setUnit("");
          }}
        >
          <Icon name="plus" size={16} />
          {t.addUnit}
        </button>
      </div>
    </Lines>
  );
}

/** The chosen people. */
export function ChosenPeople({ held, faultOf, chosen, onChange }: { held: View; faultOf: FaultOf; chosen: Draft["persons"]; onChange: (next: Draft["persons"]) => void }) {
  const met = useStore(peopleStore, (people) => people);
  const lines = chosen.map(({ person_id, from }, at): Line => {
    const person = held.persons.find((one) => one.person.id === person_id)?.person ?? met[person_id];
    return { id: person_id, name: person?.name ?? "", note: [person?.unit, person?.title].filter(Boolean).join(" "), from, fault: faultOf(`persons[${at}]`) };
  });
  return (
    <Lines
      legend={t.people}
      lines={lines}
      onDay={(id, from) => onChange(chosen.map((one) => (one.person_id === id ? { ...one, from } : one)))}
      onRemove={(id) => onChange(chosen.filter((one) => one.person_id !== id))}
    >
      <PeoplePicker
        label={t.person}
        chosen={[]}
        without={chosen.map(({ person_id }) => person_id)}
        withUnits={false}
        outside
        staff
        onChange={(people) => onChange([...chosen, ...people.map(({ id }) => ({ person_id: id, from: dayOf(Date.now()) }))])}
      />
    </Lines>
  );
}
