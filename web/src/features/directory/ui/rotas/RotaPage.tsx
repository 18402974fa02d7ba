import { useRef, useState, type FormEvent } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { Confirm, Dialog } from "../../../../design/Dialog.tsx";
import { SelectField, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { PersonBrief } from "../../../../platform/people.ts";
import { may } from "../../../../platform/powers.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.rotas.ts";
import type { NewRota, Rota } from "../../model.ts";
import { t } from "../../text.rotas.ts";
import { CrewFields } from "./CrewFields.tsx";
import { CycleFields } from "./CycleFields.tsx";
import { draftOf, faultTexts, fromTemplate, TEMPLATES, type Template } from "./words.ts";
import "./rotas.css";

const LIST = "/admin/rotas";

/** A rota that is made from a template, or one that is changed. */
export default function RotaPage({ id, template = null }: { id: Id | null; template?: string | null }) {
  const { value, error, reload } = useLoad(`rota ${id}`, async () => (id === null ? null : api.rota(id)));
  if (error) return <Failed error={error} retry={reload} />;
  if (id !== null && !value) return <Loading />;
  return (
    <section className="admin-page" aria-labelledby="rota-title">
      <Head rota={value} />
      {/* What somebody else saved meanwhile begins a form of its own. */}
      <RotaForm key={value?.tick ?? "new"} rota={value} template={TEMPLATES.find((one) => one === template) ?? "empty"} onReload={reload} />
    </section>
  );
}

function Head({ rota }: { rota: Rota | null }) {
  const title = useArrival();
  return (
    <header className="rota-head">
      <Link className="rota-back" href={LIST}>
        <Icon name="back" size={16} />
        {t.back}
      </Link>
      <h1 id="rota-title" ref={title} tabIndex={-1}>
        {rota?.name ?? t.newRota}
      </h1>
      {rota && (
        <Link className="button small" href={`/rotas/${rota.id}`}>
          {t.open}
        </Link>
      )}
    </header>
  );
}

function RotaForm({ rota, template, onReload }: { rota: Rota | null; template: Template; onReload: () => void }) {
  const me = useMe();
  const units = useUnits().filter((unit) => may(me, "people", "change", unit.id));
  const [draft, setDraft] = useState<NewRota>(() => (rota ? draftOf(rota) : fromTemplate(template, dayOf(Date.now()))));
  const [people, setPeople] = useState<readonly PersonBrief[]>(rota?.people ?? []);
  const [error, setError] = useState<unknown>(null);
  const [asking, setAsking] = useState(false);
  const busy = useRef(false);
  const set = (change: Partial<NewRota>) => setDraft((now) => ({ ...now, ...change }));
  const stale = error instanceof Problem && error.status === 412;
  const nameOf = (person: string) => people.find((one) => one.id === person)?.name ?? "";
  const [shifting, setShifting] = useState(false);
  const save = async (otherwise: "keep" | "drop" | null) => {
    if (busy.current) return;
    busy.current = true;
    setError(null);
    try {
      const saved = rota ? await api.changeRota(rota, draft, otherwise) : await api.addRota(draft);
      toast(t.saved);
      navigate(`/rotas/${saved.id}`);
    } catch (problem) {
      if (problem instanceof Problem && problem.code === "directory.days_otherwise") setShifting(true);
      else setError(problem);
    }
    busy.current = false;
  };
  const remove = async (gone: Rota) => {
    try {
      await api.removeRota(gone.id);
      toast(t.removed);
      navigate(LIST);
    } catch (problem) {
      toast(problemText(problem), "error");
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(null);
  };
  return (
    <form className="form rota-form" onSubmit={submit}>
      <TextField label={t.name} hint={t.nameHint} required maxLength={80} autoComplete="off" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
      <SelectField label={t.unit} hint={t.unitHint} required value={draft.unit_id} onChange={(event) => set({ unit_id: event.target.value })}>
        <option value="">{t.chooseUnit}</option>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {`${"　".repeat(unit.depth)}${unit.name}`}
          </option>
        ))}
      </SelectField>
      <CycleFields
        cycle={draft.cycle}
        onChange={(cycle) => {
          // A crew whose day is there no longer begins with the first.
          const crews = draft.crews.map((crew) => (crew.offset < cycle.length ? crew : { ...crew, offset: 0 }));
          set({ cycle, crews });
        }}
      />
      <div>
        <label className="check">
          <input type="checkbox" aria-describedby="rota-quiets-hint" checked={draft.quiets} onChange={(event) => set({ quiets: event.target.checked })} />
          {t.quiets}
        </label>
        <p className="hint" id="rota-quiets-hint">
          {t.quietsHint}
        </p>
      </div>
      <DayField label={t.anchor} hint={t.anchorHint} required value={draft.anchor} onChange={(next) => set({ anchor: next })} />
      <CrewFields draft={draft} people={people} onPeople={(more) => setPeople((known) => [...known, ...more.filter((one) => !known.some((other) => other.id === one.id))])} onChange={(crews) => set({ crews })} />
      {Boolean(error) && (
        <div className="form-error" role="alert">
          {faultTexts(error, draft, nameOf).map((text) => (
            <p key={text}>{text}</p>
          ))}
          {stale && (
            <button type="button" className="button small" onClick={onReload}>
              {t.reload}
            </button>
          )}
        </div>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={draft.name.trim() === "" || draft.unit_id === "" || draft.anchor === ""}>
          {rota ? t.save : t.create}
        </button>
        <Link className="button" href={LIST}>
          {t.cancel}
        </Link>
        {rota && (
          <button type="button" className="button danger" onClick={() => setAsking(true)}>
            {t.remove}
          </button>
        )}
      </div>
      {shifting && rota && (
        <ShiftedDays
          count={rota.otherwise}
          onClose={() => setShifting(false)}
          onChoose={(otherwise) => {
            setShifting(false);
            void save(otherwise);
          }}
        />
      )}
      {asking && rota && <Confirm title={t.remove} text={t.removeAsk(rota.name)} confirm={t.remove} danger onConfirm={() => void remove(rota)} onClose={() => setAsking(false)} />}
    </form>
  );
}

/** Asks what becomes of exchanges whose usual days the new cycle makes others. */
function ShiftedDays({ count, onChoose, onClose }: { count: number; onChoose: (otherwise: "keep" | "drop") => void; onClose: () => void }) {
  return (
    <Dialog
      title={t.otherwiseTitle}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="button" className="button" onClick={() => onChoose("keep")}>
            {t.otherwiseKeep}
          </button>
          <button type="button" className="button danger" onClick={() => onChoose("drop")}>
            {t.otherwiseDrop}
          </button>
        </>
      }
    >
      <p>{t.otherwiseAsk(count)}</p>
    </Dialog>
  );
}
