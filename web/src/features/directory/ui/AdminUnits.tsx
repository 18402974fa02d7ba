import { useState, type FormEvent } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, SelectField, SortBar, TextField } from "../../../design/Field.tsx";
import { ExportButton, type Column } from "../../../design/export/ExportButton.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, ListState } from "../../../design/ListState.tsx";
import { MenuButton } from "../../../design/Menu.tsx";
import { UNIT_KINDS, unitKindText } from "../../../design/people/unitKinds.ts";
import { dayOf, dayText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import type { Unit } from "../../../platform/people.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { byReading, finds } from "../../../platform/reading.ts";
import { useMe } from "../../../platform/session.ts";
import { forgetUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

type Ask = { act: "add"; parent: Unit | null } | { act: "change" | "close"; unit: Unit };

const columns = (units: readonly Unit[]): Column<Unit>[] => {
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  return [
    [t.name, (unit) => unit.name],
    [t.readingShort, (unit) => unit.reading],
    [t.kind, (unit) => unitKindText(unit.kind)],
    [t.parentUnit, (unit) => names.get(unit.parent_id ?? "") ?? ""],
    [t.members, (unit) => unit.head_count],
    [t.extension, (unit) => unit.extension ?? ""],
    [t.validFrom, (unit) => unit.valid_from],
  ];
};

/** The organisation's units: added, renamed and closed with the day from which it holds. */
export default function AdminUnits() {
  const me = useMe();
  const list = useLoad("admin units", api.units);
  const [ask, setAsk] = useState<Ask | null>(null);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<"unit" | "reading">("unit");
  const units = list.value?.items ?? [];
  const found = units.filter((unit) => finds(text, [unit.name, unit.reading]));
  const shown = sort === "unit" ? found : [...found].sort((a, b) => byReading.compare(a.reading, b.reading));
  const done = () => {
    setAsk(null);
    list.reload();
    forgetUnits();
  };
  return (
    <section className="admin-page" aria-labelledby="admin-units-title">
      <header className="admin-head">
        <h1 id="admin-units-title">{t.units}</h1>
        {may(me, "units", "change", null) && (
          <button type="button" className="button primary" onClick={() => setAsk({ act: "add", parent: null })}>
            <Icon name="plus" size={18} />
            {t.addUnit}
          </button>
        )}
      </header>
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.searchUnits} placeholder={t.searchUnits} value={text} onChange={(event) => setText(event.target.value)} />
        <ExportButton
          name={t.units}
          columns={columns(units)}
          pages={async function* () {
            yield shown;
          }}
        />
      </div>
      <SortBar
        value={sort}
        onChange={setSort}
        options={[
          { value: "unit", label: t.sortUnit },
          { value: "reading", label: t.sortReading },
        ]}
      />
      <ListState loading={list.loading} error={list.error} empty={shown.length === 0} retry={list.reload}>
        {units.length === 0 ? (
          <Empty icon="unit" title={t.noUnits}>
            <p>{t.noUnitsHint}</p>
          </Empty>
        ) : (
          <Empty icon="unit" title={t.noUnitFound} />
        )}
      </ListState>
      {shown.length > 0 && (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.name}</th>
                <th scope="col">{t.reading}</th>
                <th scope="col">{t.kind}</th>
                <th scope="col">{t.members}</th>
                <th scope="col">{t.validFrom}</th>
                <th scope="col">
                  <span className="visually-hidden">{t.edit}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((unit) => (
                <tr key={unit.id}>
                  <td style={{ paddingInlineStart: sort === "unit" ? `${0.625 + unit.depth * 1.25}rem` : undefined }}>{unit.name}</td>
                  <td>{unit.reading}</td>
                  <td className="number">{unitKindText(unit.kind)}</td>
                  <td className="number">{t.headCount(unit.head_count)}</td>
                  <td className="number">{dayText(unit.valid_from, false)}</td>
                  <td>
                    {may(me, "units", "change", unit.id) && (
                      <MenuButton
                        label={t.actions(unit.name)}
                        items={[
                          { label: t.rename, icon: "edit", run: () => setAsk({ act: "change", unit }) },
                          { label: t.addUnit, icon: "plus", run: () => setAsk({ act: "add", parent: unit }) },
                          { label: t.closeUnit, icon: "archive", danger: true, run: () => setAsk({ act: "close", unit }) },
                        ]}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ask?.act === "close" && <CloseUnit unit={ask.unit} onClose={() => setAsk(null)} onDone={done} />}
      {(ask?.act === "add" || ask?.act === "change") && <UnitForm unit={ask.act === "change" ? ask.unit : null} parent={ask.act === "add" ? ask.parent : null} units={units} onClose={() => setAsk(null)} onDone={done} />}
    </section>
  );
}

function UnitForm({ unit, parent, units, onClose, onDone }: { unit: Unit | null; parent: Unit | null; units: Unit[]; onClose: () => void; onDone: () => void }) {
  const me = useMe();
  // Where a unit stands and of which kind it is decides how far others reach: only who administers all changes it.
  const fixed = unit !== null && me.rights !== "administrator";
  const siblings = units.filter((candidate) => candidate.parent_id === (parent?.id ?? null));
  const [values, setValues] = useState<api.UnitInput>(() =>
    unit
      ? { name: unit.name, short_name: unit.short_name, reading: unit.reading, kind: unit.kind, parent_id: unit.parent_id, order: unit.order, valid_from: unit.valid_from }
      : { name: "", short_name: null, reading: "", kind: parent ? "section" : "department", parent_id: parent?.id ?? null, order: Math.max(0, ...siblings.map((candidate) => candidate.order)) + 10, valid_from: dayOf(Date.now()) },
  );
  const [error, setError] = useState<unknown>(null);
  const set = (change: Partial<api.UnitInput>) => setValues({ ...values, ...change });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (unit) {
        const { valid_from: _from, ...change } = values;
        await api.changeUnit(unit.id, change);
      } else await api.addUnit(values);
      onDone();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <Dialog
      title={unit ? unit.name : t.addUnit}
      onClose={onClose}
      actions={
        <button type="submit" form="unit-form" className="button primary">
          {t.save}
        </button>
      }
    >
      <form id="unit-form" className="form" onSubmit={(event) => void save(event)}>
        <TextField label={t.name} required value={values.name} error={fieldError(error, "name")} onChange={(event) => set({ name: event.target.value })} />
        <div className="form-row">
          <TextField label={t.reading} required value={values.reading} error={fieldError(error, "reading")} onChange={(event) => set({ reading: event.target.value })} />
          <TextField label={t.shortName} value={values.short_name ?? ""} onChange={(event) => set({ short_name: event.target.value || null })} />
        </div>
        <div className="form-row">
          <SelectField label={t.kind} disabled={fixed} value={values.kind} onChange={(event) => set({ kind: UNIT_KINDS.find((kind) => kind === event.target.value) })}>
            {UNIT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {unitKindText(kind)}
              </option>
            ))}
          </SelectField>
          <SelectField label={t.parent} disabled={fixed} value={values.parent_id ?? ""} onChange={(event) => set({ parent_id: event.target.value || null })}>
            {(fixed || may(me, "units", "change", null)) && <option value="">{t.noParent}</option>}
            {units
              .filter((candidate) => candidate.id !== unit?.id && (fixed || may(me, "units", "change", candidate.id)))
              .map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {`${"　".repeat(candidate.depth)}${candidate.name}`}
                </option>
              ))}
          </SelectField>
        </div>
        <div className="form-row">
          <TextField label={t.order} type="number" hint={t.orderHint} value={values.order} onChange={(event) => set({ order: Number(event.target.value) })} />
          {!unit && <DayField label={t.validFrom} required value={values.valid_from} onChange={(next) => set({ valid_from: next })} />}
        </div>
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function CloseUnit({ unit, onClose, onDone }: { unit: Unit; onClose: () => void; onDone: () => void }) {
  const [date, setDate] = useState(() => dayOf(Date.now()));
  const [error, setError] = useState<unknown>(null);
  return (
    <Dialog
      title={`${t.closeUnit}: ${unit.name}`}
      width="small"
      onClose={onClose}
      actions={
        <button type="button" className="button danger" onClick={() => void api.closeUnit(unit.id, date).then(onDone, setError)}>
          {t.closeUnit}
        </button>
      }
    >
      <DayField label={t.validTo} hint={t.closeUnitHint} value={date} onChange={(next) => setDate(next)} error={error ? problemText(error) : null} />
    </Dialog>
  );
}
