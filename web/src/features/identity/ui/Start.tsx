import { useState, type FormEvent, type ReactNode } from "react";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { Problem } from "../../../platform/http.ts";
import { problemText } from "../../../platform/problems.ts";
import type { Me } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

function StartFrame({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <main className="start">
      <div className="start-box">
        <p className="start-brand">
          <img src="/icon.svg" alt="" width="40" height="40" /> Engawa <small>縁側</small>
        </p>
        <h1>{title}</h1>
        {text && <p className="hint">{text}</p>}
        {children}
      </div>
    </main>
  );
}

function useSubmit(act: () => Promise<void>): { error: unknown; busy: boolean; submit: (event: FormEvent) => void } {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    act()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { error, busy, submit };
}

function FormError({ error }: { error: unknown }) {
  if (!error) return null;
  const wait = error instanceof Problem && error.retryAfter !== null ? ` ${t.waitSeconds(error.retryAfter)}` : "";
  return (
    <p className="form-error" role="alert">
      {problemText(error)}
      {wait}
    </p>
  );
}

export function SignIn({ onDone, organisation }: { onDone: (me: Me) => void; organisation: string | null }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const { error, busy, submit } = useSubmit(async () => onDone(await api.signIn(login.trim(), password)));
  return (
    <StartFrame title={t.signIn} text={organisation ?? undefined}>
      <form className="form" onSubmit={submit}>
        <TextField label={t.login} required autoFocus autoComplete="username" autoCapitalize="none" value={login} onChange={(event) => setLogin(event.target.value)} />
        <TextField label={t.password} required type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy || login.trim() === "" || password === ""}>
          {t.signIn}
        </button>
        <p className="hint">{t.forgotHint}</p>
      </form>
    </StartFrame>
  );
}

export function SetUp({ onDone }: { onDone: (me: Me) => void }) {
  const [values, setValues] = useState<api.SetUp>({ code: "", organisation_name: "", family_name: "", given_name: "", family_reading: "", given_reading: "", staff_number: "", password: "" });
  const { error, busy, submit } = useSubmit(async () => onDone(await api.setUp(values)));
  const field = (name: keyof api.SetUp, label: string, more: { hint?: string; type?: string; autoComplete?: string } = {}) => (
    <TextField label={label} required value={values[name] ?? ""} error={fieldError(error, name)} onChange={(event) => setValues({ ...values, [name]: event.target.value })} {...more} />
  );
  return (
    <StartFrame title={t.setUp} text={t.setUpHint}>
      <form className="form" onSubmit={submit}>
        {field("code", t.setUpCode, { hint: t.setUpCodeHint, autoComplete: "off" })}
        {field("organisation_name", t.organisation, { hint: t.organisationHint })}
        <div className="form-row">
          {field("family_name", t.familyName)}
          {field("given_name", t.givenName)}
        </div>
        <div className="form-row">
          {field("family_reading", t.familyReading)}
          {field("given_reading", t.givenReading)}
        </div>
        {field("staff_number", t.staffNumber, { autoComplete: "username" })}
        {field("password", t.password, { hint: t.passwordHint, type: "password", autoComplete: "new-password" })}
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy}>
          {t.begin}
        </button>
      </form>
    </StartFrame>
  );
}

/** The password fields, for the first sign-in and for the settings. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== next;
  const { error, busy, submit } = useSubmit(async () => {
    await api.changePassword(current, next);
    setCurrent("");
    setNext("");
    setAgain("");
    onDone();
  });
  return (
    <form className="form" onSubmit={submit}>
      <TextField label={t.currentPassword} required type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
      <TextField label={t.newPassword} required type="password" autoComplete="new-password" hint={t.passwordHint} value={next} onChange={(event) => setNext(event.target.value)} />
      <TextField label={t.newPasswordAgain} required type="password" autoComplete="new-password" error={differs ? t.passwordsDiffer : null} value={again} onChange={(event) => setAgain(event.target.value)} />
      <FormError error={error} />
      <button type="submit" className="button primary" disabled={busy || next === "" || next !== again}>
        {t.changePassword}
      </button>
    </form>
  );
}

export function ForcedPassword({ onDone, onSignOut }: { onDone: () => void; onSignOut: () => void }) {
  return (
    <StartFrame title={t.changePassword} text={t.forcedHint}>
      <PasswordForm onDone={onDone} />
      <button type="button" className="link-button" onClick={onSignOut}>
        {t.signOut}
      </button>
    </StartFrame>
  );
}
