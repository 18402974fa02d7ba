import { useState, type FormEvent } from "react";
import { fieldError, SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import type { Id } from "../../../platform/ids.ts";
import * as api from "../api.ts";
import { ATTRIBUTES, attributeText, intervals, isInTheClear, NEEDED, needsPassword, newSettings, presetOf, withPreset, type Attribute, type Preset } from "../model.ts";
import { t } from "../text.ts";
import { CheckResult } from "./CheckResult.tsx";
import { ldapProblem } from "./problems.ts";
import "./ldap.css";

interface Props {
  /** The directory that is changed; nothing for a new one. */
  kept: api.Directory | null;
  onSave: (settings: api.Settings, password: string | null) => Promise<unknown>;
  onCancel: () => void;
}

/** How a directory is reached and read, and a try of it before anything is saved. */
export function DirectoryForm({ kept, onSave, onCancel }: Props) {
  const [settings, setSettings] = useState<api.Settings>(kept?.settings ?? newSettings());
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<"saving" | "checking" | null>(null);
  const [result, setResult] = useState<api.Check | null>(null);
  const change = (part: Partial<api.Settings>) => setSettings((now) => ({ ...now, ...part }));
  const needed = needsPassword(settings, kept?.settings ?? null);
  const attempt = async (what: "saving" | "checking", work: () => Promise<void>) => {
    if (busy) return;
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problem);
    }
    setBusy(null);
  };
  const check = () =>
    attempt("checking", async () => {
      setResult(null);
      setResult(await api.checkDirectory({ id: (kept?.id ?? null) as Id | null, settings, password: password || null }));
    });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void attempt("saving", async () => {
      await onSave(settings, password || null);
    });
  };
  const attributeError = (attribute: Attribute) => fieldError(error, `mapping.${attribute}`);
  return (
    <form className="form ldap-form" onSubmit={save}>
      <TextField label={t.name} hint={t.nameHint} required maxLength={50} autoComplete="off" value={settings.name} error={fieldError(error, "name")} onChange={(event) => change({ name: event.target.value })} />
      <SelectField label={t.preset} hint={t.presetHint} value={presetOf(settings)} onChange={(event) => setSettings((now) => withPreset(now, event.target.value as Preset))}>
        <option value="active_directory">{t.preset_active_directory}</option>
        <option value="ldap">{t.preset_ldap}</option>
      </SelectField>
      <TextField label={t.url} hint={t.urlHint} required inputMode="url" autoComplete="off" value={settings.url} error={fieldError(error, "url")} onChange={(event) => change({ url: event.target.value })} />
      <label className="check">
        <input type="checkbox" checked={settings.start_tls} onChange={(event) => change({ start_tls: event.target.checked })} />
        {t.startTls}
      </label>
      {fieldError(error, "start_tls") && <p className="field-error">{fieldError(error, "start_tls")}</p>}
      <div role="status">{isInTheClear(settings) && <p className="ldap-warning">{t.clear}</p>}</div>
      <TextArea label={t.ca} hint={t.caHint} rows={3} spellCheck={false} value={settings.ca ?? ""} error={fieldError(error, "ca")} onChange={(event) => change({ ca: event.target.value || null })} />
      <TextField label={t.bindDn} hint={t.bindDnHint} required autoComplete="off" value={settings.bind_dn} error={fieldError(error, "bind_dn")} onChange={(event) => change({ bind_dn: event.target.value })} />
      <TextField
        label={t.password}
        hint={kept === null ? t.passwordHint : needed ? t.passwordAgain : t.passwordKept}
        type="password"
        required={needed}
        autoComplete="new-password"
        value={password}
        error={fieldError(error, "password")}
        onChange={(event) => setPassword(event.target.value)}
      />
      <TextField label={t.base} hint={t.baseHint} required autoComplete="off" value={settings.base} error={fieldError(error, "base")} onChange={(event) => change({ base: event.target.value })} />
      <TextField label={t.filter} hint={t.filterHint} required autoComplete="off" value={settings.filter} error={fieldError(error, "filter")} onChange={(event) => change({ filter: event.target.value })} />
      <fieldset className="ldap-mapping">
        <legend>{t.mapping}</legend>
        <p className="hint">{t.mappingHint}</p>
        <div>
          {ATTRIBUTES.map((attribute) => (
            <TextField
              key={attribute}
              label={attributeText(attribute)}
              required={NEEDED.includes(attribute)}
              autoComplete="off"
              spellCheck={false}
              value={settings.mapping[attribute] ?? ""}
              error={attributeError(attribute)}
              onChange={(event) => change({ mapping: { ...settings.mapping, [attribute]: event.target.value.trim() } })}
            />
          ))}
        </div>
        {fieldError(error, "mapping") && <p className="field-error">{fieldError(error, "mapping")}</p>}
      </fieldset>
      <SelectField label={t.every} hint={t.everyHint} value={String(settings.every_minutes ?? 0)} onChange={(event) => change({ every_minutes: Number(event.target.value) || null })}>
        {intervals(settings.every_minutes ?? 0).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t.most}
        hint={t.mostHint}
        type="number"
        min={0}
        max={100}
        required
        value={String(settings.most_suspended)}
        error={fieldError(error, "most_suspended")}
        onChange={(event) => change({ most_suspended: Number(event.target.value) })}
      />
      {error !== null && (
        <p className="form-error" role="alert">
          {ldapProblem(error)}
        </p>
      )}
      <CheckResult result={result} />
      <div className="ldap-buttons">
        <button type="submit" className="button primary">
          {busy === "saving" ? t.saving : t.save}
        </button>
        <button type="button" className="button" onClick={() => void check()}>
          {busy === "checking" ? t.checking : t.check}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}
