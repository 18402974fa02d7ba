import { useState, type FormEvent } from "react";
import { fieldError, SelectField, TextField } from "../../../design/Field.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { Problem } from "../../../platform/http.ts";
import { useLoad } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { rangesOf } from "../model.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";
import "./identity.css";

/** A network as it is being written: its ranges are text until they are sent. */
interface Draft {
  key: number;
  name: string;
  ranges: string;
  rule: api.NetworkRule;
}

const AS_EVER: api.NetworkRule = { allowed: true, guests: true, watermark: "nobody", factor: "optional", idle_days: 14, session_days: 90 };

/** From which network people sign in with what, and for how long. */
export default function SignInRules() {
  const loaded = useLoad("sign-in-rules", api.signInRules);
  return (
    <section className="admin-page" aria-labelledby="rules-title">
      <h1 id="rules-title">{places.rules}</h1>
      <p className="hint">{t.rulesHint}</p>
      <ListState loading={loaded.loading && !loaded.value} error={loaded.error} empty={!loaded.value} retry={loaded.reload}>
        {null}
      </ListState>
      {loaded.value && <RulesForm view={loaded.value} saved={loaded.replace} />}
    </section>
  );
}

function RulesForm({ view, saved }: { view: api.SignInRulesView; saved: (next: api.SignInRulesView) => void }) {
  const [drafts, setDrafts] = useState<Draft[]>(() => view.rules.networks.map(({ name, ranges, rule }, key) => ({ key, name, ranges: ranges.join("\n"), rule })));
  const [elsewhere, setElsewhere] = useState(view.rules.elsewhere);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const changes = may(useMe(), "sign_in", "change");
  const change = (key: number, part: Partial<Draft>) => setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const add = () => setDrafts([...drafts, { key: Math.max(-1, ...drafts.map((draft) => draft.key)) + 1, name: "", ranges: "", rule: AS_EVER }]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const networks = drafts.map(({ name, ranges, rule }) => ({ name, ranges: rangesOf(ranges), rule }));
      saved(await api.saveSignInRules({ networks, elsewhere }, view.tick));
      toast(t.saved);
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(false);
    }
  };
  // A fault that lies in no field is told below all of them.
  const whole = error && !(error instanceof Problem && error.fields.some(({ field }) => /^(networks\[|elsewhere\.)/.test(field))) ? error : null;
  return (
    <form className="form methods" onSubmit={(event) => void save(event)} noValidate>
      <p>{t.rulesHere(view.address, view.network ?? t.elsewhere)}</p>
      <fieldset className="rules-fields" disabled={!changes}>
        {drafts.map((draft, place) => (
          <fieldset key={draft.key} className="rule">
            <legend>{draft.name.trim() || t.newNetwork}</legend>
            <TextField label={t.networkName} hint={t.networkNameHint} required error={fieldError(error, `networks[${place}].name`)} value={draft.name} onChange={(event) => change(draft.key, { name: event.target.value })} />
            <Ranges value={draft.ranges} error={fieldError(error, `networks[${place}].ranges`)} onChange={(ranges) => change(draft.key, { ranges })} />
            <RuleFields rule={draft.rule} error={error} field={`networks[${place}].rule`} onChange={(rule) => change(draft.key, { rule })} />
            <div>
              <button type="button" className="button small danger" onClick={() => setDrafts(drafts.filter((other) => other.key !== draft.key))}>
                {t.removeNetwork(draft.name.trim() || t.newNetwork)}
              </button>
            </div>
          </fieldset>
        ))}
        <div>
          <button type="button" className="button" onClick={add}>
            {t.addNetwork}
          </button>
        </div>
        <fieldset className="rule">
          <legend>{t.elsewhere}</legend>
          <p className="hint">{t.elsewhereHint}</p>
          <RuleFields rule={elsewhere} error={error} field="elsewhere" onChange={setElsewhere} />
        </fieldset>
        {whole !== null && (
          <p className="form-error" role="alert">
            {problemText(whole)}
          </p>
        )}
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy}>
            {t.save}
          </button>
        </div>
      </fieldset>
    </form>
  );
}

function Ranges({ value, error, onChange }: { value: string; error: string | null; onChange: (value: string) => void }) {
  return (
    <label className="field ranges">
      {t.ranges}
      <span className="hint">{t.rangesHint}</span>
      <textarea className="input" rows={3} spellCheck={false} aria-invalid={error ? true : undefined} value={value} onChange={(event) => onChange(event.target.value)} />
      {error && <span className="field-error">{error}</span>}
    </label>
  );
}

function RuleFields({ rule, field, error, onChange }: { rule: api.NetworkRule; field: string; error: unknown; onChange: (rule: api.NetworkRule) => void }) {
  const days = (name: "idle_days" | "session_days", label: string, most: number) => (
    <TextField label={label} type="number" inputMode="numeric" min={1} max={most} required error={fieldError(error, `${field}.${name}`)} value={rule[name] || ""} onChange={(event) => onChange({ ...rule, [name]: Math.trunc(Number(event.target.value)) })} />
  );
  return (
    <>
      <SelectField label={t.allowed} value={rule.allowed ? "yes" : "no"} onChange={(event) => onChange({ ...rule, allowed: event.target.value === "yes" })}>
        <option value="yes">{t.allowedYes}</option>
        <option value="no">{t.allowedNo}</option>
      </SelectField>
      {rule.allowed && (
        <>
          <SelectField label={t.guestsAllowed} value={rule.guests === false ? "no" : "yes"} onChange={(event) => onChange({ ...rule, guests: event.target.value === "yes" })}>
            <option value="yes">{t.allowedYes}</option>
            <option value="no">{t.allowedNo}</option>
          </SelectField>
          <SelectField label={t.watermark} hint={t.watermarkHint} value={rule.watermark ?? "nobody"} onChange={(event) => onChange({ ...rule, watermark: event.target.value as api.NetworkRule["watermark"] })}>
            <option value="nobody">{t.watermarkNobody}</option>
            <option value="guests">{t.watermarkGuests}</option>
            <option value="everybody">{t.watermarkEverybody}</option>
          </SelectField>
          <SelectField label={t.factorRule} value={rule.factor} onChange={(event) => onChange({ ...rule, factor: event.target.value as api.NetworkRule["factor"] })}>
            <option value="optional">{t.factorOptional}</option>
            <option value="administrators">{t.factorAdministrators}</option>
            <option value="everybody">{t.factorEverybody}</option>
          </SelectField>
          <div className="form-row">
            {days("idle_days", t.idleDays, AS_EVER.idle_days)}
            {days("session_days", t.sessionDays, AS_EVER.session_days)}
          </div>
        </>
      )}
    </>
  );
}
