import { useId, useState, type FormEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, fieldError, TextArea, TextField } from "../../../design/Field.tsx";
import { Problem } from "../../../platform/http.ts";
import { newId } from "../../../platform/ids.ts";
import * as api from "../api.ts";
import { checkText, oidcProblem } from "./problems.ts";
import { t } from "../text.ts";

interface Props {
  /** Nothing for a new one. */
  provider: api.Provider | null;
  onSaved: (provider: api.Provider) => void;
  onClose: () => void;
}

const FRESH: api.ProviderInput = {
  name: "",
  issuer: "",
  client_id: "",
  secret: null,
  scopes: "profile email",
  login_claim: "preferred_username",
  link_by_login: true,
  factor: "never",
  stops_passwords: false,
  authority: null,
};

/** Adds a provider, or changes one. */
export function ProviderForm({ provider, onSaved, onClose }: Props) {
  const form = useId();
  // The same id for every try: a press that is repeated adds no second one.
  const [fresh] = useState(newId);
  const [values, setValues] = useState<api.ProviderInput>(provider ? { ...provider, secret: null } : FRESH);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<api.ProviderInput>) => setValues({ ...values, ...part });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      onSaved(provider ? await api.changeProvider(provider.id, values, provider.tick) : await api.createProvider({ id: fresh, ...values }));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const inFields = error instanceof Problem && error.fields.length > 0;
  return (
    <Dialog
      title={provider ? t.changeOf(provider.name) : t.add}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy}>
            {busy ? t.saving : t.save}
          </button>
        </>
      }
    >
      <form id={form} className="form" onSubmit={(event) => void submit(event)}>
        <TextField label={t.name} hint={t.nameHint} required maxLength={40} autoComplete="off" error={fieldError(error, "name")} value={values.name} onChange={(event) => set({ name: event.target.value })} />
        <TextField label={t.issuer} hint={provider ? t.fixed : t.issuerHint} required type="url" autoComplete="off" readOnly={provider !== null} error={fieldError(error, "issuer")} value={values.issuer} onChange={(event) => set({ issuer: event.target.value })} />
        <Check issuer={values.issuer} authority={values.authority ?? null} />
        <TextField label={t.clientId} hint={t.clientIdHint} required autoComplete="off" spellCheck={false} error={fieldError(error, "client_id")} value={values.client_id} onChange={(event) => set({ client_id: event.target.value })} />
        <TextField label={t.secret} hint={provider?.has_secret ? t.secretKept : t.secretHint} type="password" autoComplete="new-password" error={fieldError(error, "secret")} value={values.secret ?? ""} onChange={(event) => set({ secret: event.target.value || null })} />
        <TextField label={t.loginClaim} hint={t.loginClaimHint} required autoComplete="off" spellCheck={false} error={fieldError(error, "login_claim")} value={values.login_claim} onChange={(event) => set({ login_claim: event.target.value })} />
        <Switch label={t.linkByLogin} hint={t.linkByLoginHint} on={values.link_by_login} onChange={(link_by_login) => set({ link_by_login })} />
        <Switch label={t.stopsPasswords} hint={t.stopsPasswordsHint} on={values.stops_passwords} onChange={(stops_passwords) => set({ stops_passwords })} />
        <Choice
          label={t.factor}
          value={values.factor}
          onChange={(factor) => set({ factor })}
          options={[
            { value: "never", label: t.factorNever, hint: t.factorNeverHint },
            { value: "claimed", label: t.factorClaimed, hint: t.factorClaimedHint },
            { value: "always", label: t.factorAlways, hint: t.factorAlwaysHint },
          ]}
        />
        <details>
          <summary>{t.more}</summary>
          <div className="form">
            <TextField label={t.scopes} hint={t.scopesHint} autoComplete="off" spellCheck={false} error={fieldError(error, "scopes")} value={values.scopes} onChange={(event) => set({ scopes: event.target.value })} />
            <TextArea label={t.authority} hint={t.authorityHint} rows={5} spellCheck={false} error={fieldError(error, "authority")} value={values.authority ?? ""} onChange={(event) => set({ authority: event.target.value || null })} />
          </div>
        </details>
        {Boolean(error) && !inFields && (
          <p className="form-error" role="alert">
            {oidcProblem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function Switch({ label, hint, on, onChange }: { label: string; hint: string; on: boolean; onChange: (on: boolean) => void }) {
  const hinted = useId();
  return (
    <div>
      <label className="check">
        <input type="checkbox" aria-describedby={hinted} checked={on} onChange={(event) => onChange(event.target.checked)} />
        {label}
      </label>
      <p className="hint" id={hinted}>
        {hint}
      </p>
    </div>
  );
}

/** Asks the provider for its documents and says what is wrong. */
function Check({ issuer, authority }: { issuer: string; authority: string | null }) {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<{ fine: boolean; text: string; detail: string } | null>(null);
  const check = async () => {
    setBusy(true);
    setFound(null);
    try {
      const answer = await api.checkProvider({ issuer, authority });
      setFound({ fine: !answer.fault, text: checkText(answer), detail: answer.fault ? answer.detail : "" });
    } catch (error) {
      setFound({ fine: false, text: oidcProblem(error), detail: "" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="provider-check">
      <button type="button" className="button small" disabled={busy || issuer.trim() === ""} onClick={() => void check()}>
        {busy ? t.checking : t.check}
      </button>
      <div role="status">
        {found && (
          <>
            <p className={found.fine ? undefined : "field-error"}>{found.text}</p>
            {found.detail && (
              <p className="hint">
                <code>{found.detail}</code>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  );
}
