import { useState, type FormEvent } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { fieldError, SelectField } from "../../../../design/Field.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Failed, Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useLoad } from "../../../../platform/load.ts";
import type { Verb } from "../../../../platform/powers.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link, navigate } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { Grant, NewGrant } from "../../model.ts";
import { t } from "../../text.grants.ts";
import { useNames, useTitles } from "../barriers/useNames.ts";
import { HolderFields, isNamed } from "./HolderFields.tsx";
import { Preview } from "./Preview.tsx";
import { ScopeFields } from "./ScopeFields.tsx";
import { draftOf, FUNCTIONS, functionText, holderText, PRESETS, presetText, verbsOf, verbText, withPart, type Preset } from "./words.ts";
import "./grants.css";

const LIST = "/admin/grants";

/** A share that is given, or one that is changed. */
export default function GrantPage({ id }: { id: Id | null }) {
  const loaded = useLoad(`grant ${id}`, async () => {
    if (id === null) return null;
    const found = (await api.grants()).items.find((grant) => grant.id === id);
    if (!found) throw new Problem("not_found", 404);
    return found;
  });
  const { value, error, reload } = loaded;
  if (error) return <Failed error={error} retry={reload} />;
  if (id !== null && !value) return <Loading />;
  // What somebody else saved meanwhile begins a form of its own.
  return <GrantForm key={value?.tick ?? "new"} grant={value} onReload={reload} />;
}

function fresh(): NewGrant {
  return { holder: { person_id: null, unit_id: null, title_id: null }, parts: [], scope: "all", unit_ids: [], valid_from: dayOf(Date.now()), valid_to: null };
}

function GrantForm({ grant, onReload }: { grant: Grant | null; onReload: () => void }) {
  const title = useArrival();
  const titles = useTitles();
  const [draft, setDraft] = useState<NewGrant>(() => (grant ? draftOf(grant) : fresh()));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const names = useNames(grant ? [grant.holder] : [], titles);
  const set = (change: Partial<NewGrant>) => setDraft((now) => ({ ...now, ...change }));
  const stale = error instanceof Problem && error.status === 412;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await (grant ? api.changeGrant(grant, draft) : api.addGrant(draft));
      toast(t.saved);
      navigate(LIST);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const choosePreset = (chosen: string) => {
    const preset = chosen in PRESETS ? PRESETS[chosen as Preset] : null;
    if (preset) set({ parts: [...preset.parts], scope: preset.scope, unit_ids: [] });
  };
  const isWhole = isNamed(draft.holder) && draft.parts.length > 0 && (draft.scope !== "chosen" || draft.unit_ids.length > 0);
  return (
    <section className="admin-page" aria-labelledby="grant-title">
      <header className="grant-head">
        <Link className="grant-back" href={LIST}>
          <Icon name="back" size={16} />
          {t.back}
        </Link>
        <h1 id="grant-title" ref={title} tabIndex={-1}>
          {grant ? holderText(grant.holder, names) : t.newGrant}
        </h1>
      </header>
      <form className="form grant-form" onSubmit={(event) => void save(event)}>
        {!grant && (
          <SelectField label={t.preset} hint={t.presetHint} defaultValue="" onChange={(event) => choosePreset(event.target.value)}>
            <option value="">{t.presetNone}</option>
            {(Object.keys(PRESETS) as Preset[]).map((preset) => (
              <option key={preset} value={preset}>
                {presetText(preset)}
              </option>
            ))}
          </SelectField>
        )}
        <HolderFields holder={draft.holder} titles={titles} error={fieldError(error, "holder")} onChange={(holder) => set({ holder })} />
        <fieldset className="grant-group">
          <legend>{t.parts}</legend>
          <p className="hint">{t.partsHint}</p>
          <div className="grant-parts">
            {FUNCTIONS.map((one) => (
              <SelectField key={one} label={functionText(one)} value={draft.parts.find((part) => part.function === one)?.verb ?? ""} onChange={(event) => setDraft((now) => withPart(now, one, (event.target.value || null) as Verb | null))}>
                <option value="">{t.notGiven}</option>
                {verbsOf(one).map((verb) => (
                  <option key={verb} value={verb}>
                    {verbText(one, verb)}
                  </option>
                ))}
              </SelectField>
            ))}
          </div>
          {fieldError(error, "parts") && <p className="field-error">{fieldError(error, "parts")}</p>}
        </fieldset>
        <ScopeFields draft={draft} error={fieldError(error, "unit_ids") ?? fieldError(error, "scope")} onChange={set} />
        <div className="form-row">
          <DayField label={t.from} required value={draft.valid_from} error={fieldError(error, "valid_from")} onChange={(next) => set({ valid_from: next })} />
          <DayField label={t.to} hint={t.toHint} value={draft.valid_to ?? ""} error={fieldError(error, "valid_to")} onChange={(next) => set({ valid_to: next || null })} />
        </div>
        <Preview holder={draft.holder} />
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
          <button type="submit" className="button primary" disabled={!isWhole || draft.valid_from === ""}>
            {busy ? t.saving : grant ? t.save : t.create}
          </button>
          <Link className="button" href={LIST}>
            {t.cancel}
          </Link>
        </div>
      </form>
    </section>
  );
}
