import { useRef, useState, type FormEvent } from "react";
import { Choice, SelectField, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { PeoplePicker } from "../../../../design/people/PeoplePicker.tsx";
import { UNIT_KINDS, unitKindText } from "../../../../design/people/unitKinds.ts";
import { useArrival } from "../../../../design/useArrival.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { allPages, useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link } from "../../../../platform/router.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import { chatStore } from "../../store.ts";
import { putRoom } from "../../sync.ts";
import { t } from "../../text.many.ts";
import { plan, roomOf, SLOT, type Draft, type Planned, type There } from "./model.ts";
import { useRun } from "./useRun.ts";
import "./many.css";

const EMPTY: Draft = { sort: "unit", kinds: ["section"], below: "", pattern: SLOT, without: [] };

/** Makes rooms for many units at once, one after another, and says of each what became of it. */
export default function ManyRooms() {
  const heading = useArrival();
  const units = useUnits();
  const rooms = useLoad("all rooms", async () => {
    const all: There[] = [];
    for await (const page of allPages((cursor) => api.administeredRooms("", cursor))) all.push(...page);
    return all;
  });
  const [draft, setDraft] = useState(EMPTY);
  const [purpose, setPurpose] = useState("");
  const [people, setPeople] = useState<PersonBrief[]>([]);
  const [error, setError] = useState<string | null>(null);
  // The same id for every try: a second press after a lost answer makes no second room.
  const ids = useRef(new Map<string, Id>());
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const planned = plan(units, rooms.value ?? [], draft);
  const idOf = (room: Planned) => {
    // Other people or another name are another room.
    const key = [draft.sort, room.unit.id, room.name, ...people.map((person) => person.id)].join(" ");
    const id = ids.current.get(key) ?? newId();
    ids.current.set(key, id);
    return id;
  };
  const run = useRun(async (room: Planned) => {
    const asked = roomOf(idOf(room), draft.sort, room, purpose.trim(), people.map((person) => person.id));
    const made = await api.createRoom(asked);
    if (made.mine) chatStore.update((state) => putRoom(state, made));
  });
  const left = planned.filter((room) => room.chosen && run.states.get(room.unit.id)?.state !== "made");

  const start = (event: FormEvent) => {
    event.preventDefault();
    const fault = draft.sort === "with" && people.length === 0 ? t.needsPeople : draft.pattern.includes(SLOT) ? null : t.needsSlot;
    setError(fault);
    if (fault === null) void run.start(left);
  };
  const change = (next: Partial<Draft>) => {
    run.forget();
    set(next);
  };
  const choosePeople = (chosen: PersonBrief[]) => {
    run.forget();
    setPeople(chosen);
  };

  return (
    <section className="admin-page" aria-labelledby="many-title">
      <h1 id="many-title" ref={heading} tabIndex={-1}>
        {t.many}
      </h1>
      <p className="hint">{t.hint}</p>
      <form className="form" onSubmit={start}>
        <fieldset className="many-fields" disabled={run.running}>
          <Choice
            label={t.sort}
            value={draft.sort}
            onChange={(sort) => change({ sort })}
            options={[
              { value: "unit", label: t.sortUnit, hint: t.sortUnitHint },
              { value: "with", label: t.sortWith, hint: t.sortWithHint },
            ]}
          />
          {draft.sort === "with" && <PeoplePicker label={t.always} chosen={people} onChange={choosePeople} withUnits={false} />}
          <fieldset className="choice">
            <legend>{t.kinds}</legend>
            {UNIT_KINDS.filter((kind) => units.some((unit) => unit.kind === kind)).map((kind) => (
              <label key={kind} className="check">
                <input type="checkbox" checked={draft.kinds.includes(kind)} onChange={(event) => change({ kinds: event.target.checked ? [...draft.kinds, kind] : draft.kinds.filter((other) => other !== kind) })} />
                {t.kindCount(unitKindText(kind), units.filter((unit) => unit.kind === kind).length)}
              </label>
            ))}
          </fieldset>
          <SelectField label={t.below} value={draft.below} onChange={(event) => change({ below: event.target.value })}>
            <option value="">{t.everywhere}</option>
            {units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {`${"　".repeat(unit.depth)}${unit.name}`}
              </option>
            ))}
          </SelectField>
          <TextField label={t.pattern} hint={t.patternHint} required maxLength={80} value={draft.pattern} onChange={(event) => change({ pattern: event.target.value })} />
          <TextField label={t.purpose} maxLength={250} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </fieldset>
        <h2 id="many-list">{t.list}</h2>
        <ListState loading={rooms.loading} error={rooms.error} empty={rooms.value === null} retry={rooms.reload}>
          {null}
        </ListState>
        {rooms.value && (planned.length > 0 ? <PlannedList planned={planned} states={run.states} busy={run.running} onTake={(unit, on) => set({ without: on ? draft.without.filter((other) => other !== unit) : [...draft.without, unit] })} /> : <p>{t.nothing}</p>)}
        {error && (
          <p className="form-error" role="alert">
            {error}
          </p>
        )}
        <p role="status">{run.running ? t.making : run.result && (run.result.failed > 0 ? t.doneSome(run.result.made, run.result.failed) : t.done(run.result.made))}</p>
        {run.running && (
          <>
            <progress max={run.all} value={run.done} aria-label={t.progress(run.done, run.all)} />
            <p className="hint">{t.leaveHint}</p>
          </>
        )}
        <div className="form-actions">
          {run.running ? (
            <button type="button" className="button" onClick={run.stop}>
              {t.stop}
            </button>
          ) : (
            <button type="submit" className="button primary" disabled={left.length === 0}>
              {t.make(left.length)}
            </button>
          )}
          <Link className="button" href="/admin/rooms">
            {t.toRooms}
          </Link>
        </div>
      </form>
    </section>
  );
}

function PlannedList({ planned, states, busy, onTake }: { planned: readonly Planned[]; states: ReturnType<typeof useRun>["states"]; busy: boolean; onTake: (unit: Id, on: boolean) => void }) {
  return (
    <ul className="many-list" aria-labelledby="many-list">
      {planned.map((room) => {
        const now = states.get(room.unit.id);
        return (
          <li key={room.unit.id}>
            <label className="check">
              <input type="checkbox" checked={room.chosen} disabled={busy || room.there || now?.state === "made"} onChange={(event) => onTake(room.unit.id, event.target.checked)} />
              {room.name}
            </label>
            {room.there && <span className="tag">{t.there}</span>}
            {now?.state === "made" && <span className="tag">{t.made}</span>}
            {now?.state === "failed" && (
              <span className="field-error">
                {t.failed}:{problemText(now.error)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
