import { useState, type FormEvent } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { fieldError, SelectField, TextField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { codeText, problemText } from "../../../../platform/problems.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import type { Barrier, NewBarrier } from "../../model.ts";
import { t } from "../../text.barriers.ts";
import { CircleFields } from "./CircleFields.tsx";
import { Preview } from "./Preview.tsx";
import { useTitles } from "./useNames.ts";
import { ACTS, actHint, actText, draftOf, FRESH, removalText } from "./words.ts";
import "./barriers.css";

const LIST = "/admin/barriers";

/** A barrier that is put up, or one that is changed. */
export default function BarrierPage({ id }: { id: Id | null }) {
  const loaded = useLoad(`barrier ${id}`, async () => {
    if (id === null) return null;
    const found = (await api.barriers()).items.find((barrier) => barrier.id === id);
    if (!found) throw new Problem("not_found", 404);
    return found;
  });
  const { value, error, reload } = loaded;
  if (error) return <Failed error={error} retry={reload} />;
  if (id !== null && !value) return <Loading />;
  // What somebody else saved meanwhile begins a form of its own.
  return <BarrierForm key={value?.tick ?? "new"} barrier={value} onReload={reload} />;
}

/** What is wrong with a circle as a whole or with one of its lines. */
function circleError(error: unknown, field: "protects" | "keepers"): string | null {
  if (!(error instanceof Problem)) return null;
  const found = error.fields.find((fault) => fault.field === field || fault.field.startsWith(`${field}[`));
  return found ? codeText(found.code) : null;
}

function BarrierForm({ barrier, onReload }: { barrier: Barrier | null; onReload: () => void }) {
  const changes = may(useMe(), "barriers", "change");
  const units = useUnits();
  const titles = useTitles();
  const title = useArrival();
  const [draft, setDraft] = useState<NewBarrier>(() => (barrier ? draftOf(barrier) : FRESH));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const set = (change: Partial<NewBarrier>) => setDraft((now) => ({ ...now, ...change }));
  const stale = error instanceof Problem && error.status === 412;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    const body = { ...draft, name: draft.name.trim() };
    try {
      await (barrier ? api.changeBarrier(barrier, body) : api.addBarrier(body));
      toast(t.saved);
      navigate(LIST);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const remove = async () => {
    if (!barrier) return;
    try {
      await api.removeBarrier(barrier.id);
      toast(t.taken(barrier.name));
      navigate(LIST);
    } catch (problem) {
      toast(problemText(problem), "error");
    }
  };
  return (
    <section className="admin-page" aria-labelledby="barrier-title">
      <header className="barrier-head">
        <Link className="barrier-back" href={LIST}>
          <Icon name="back" size={16} />
          {t.back}
        </Link>
        <h1 id="barrier-title" ref={title} tabIndex={-1}>
          {barrier?.name ?? t.newBarrier}
        </h1>
      </header>
      <form className="form barrier-form" onSubmit={(event) => void save(event)}>
        <TextField label={t.name} hint={t.nameHint} required maxLength={80} autoComplete="off" value={draft.name} error={fieldError(error, "name")} onChange={(event) => set({ name: event.target.value })} />
        <CircleFields label={t.protects} hint={t.protectsHint} circle={draft.protects} titles={titles} error={circleError(error, "protects")} onChange={(protects) => set({ protects })} />
        <CircleFields label={t.keepers} hint={t.keepersHint} circle={draft.keepers} titles={titles} error={circleError(error, "keepers")} onChange={(keepers) => set({ keepers })} />
        <fieldset className="circle">
          <legend>{t.leaves}</legend>
          <p className="hint">{t.leavesHint}</p>
          {ACTS.map((act) => (
            <label key={act} className="check">
              <input type="checkbox" checked={draft.leaves[act]} onChange={(event) => set({ leaves: { ...draft.leaves, [act]: event.target.checked } })} />
              <span>
                {actText(act)} <small>{actHint(act)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <SelectField label={t.desk} hint={draft.desk_unit_id ? t.deskHint : `${t.deskHint}${t.space}${t.deskNone}`} error={fieldError(error, "desk_unit_id")} value={draft.desk_unit_id ?? ""} onChange={(event) => set({ desk_unit_id: event.target.value || null })}>
          <option value="">{t.noDesk}</option>
          {units.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {`${"　".repeat(unit.depth)}${unit.name}`}
            </option>
          ))}
        </SelectField>
        <Preview draft={draft} />
        {Boolean(error) && (
          <div className="form-error" role="alert">
            <p>{stale ? t.stale : problemText(error)}</p>
            {stale && (
              <button type="button" className="button small" onClick={onReload}>
                {t.reload}
              </button>
            )}
          </div>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={!changes || draft.name.trim() === "" || draft.protects.length === 0}>
            {busy ? t.saving : barrier ? t.save : t.create}
          </button>
          <Link className="button" href={LIST}>
            {t.cancel}
          </Link>
          {barrier && changes && (
            <button type="button" className="button danger" onClick={() => setAsking(true)}>
              {t.take}
            </button>
          )}
        </div>
      </form>
      {asking && barrier && <Confirm title={t.takeDown(barrier.name)} text={removalText(barrier)} confirm={t.take} danger onConfirm={() => void remove()} onClose={() => setAsking(false)} />}
    </section>
  );
}
