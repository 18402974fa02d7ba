import { useState, type ReactNode } from "react";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import type { Place } from "../../../platform/places.ts";
import type { Me } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t as words } from "../text.passkeys.ts";
import { t } from "../text.ts";
import { FormError } from "./FormError.tsx";
import { Elsewhere } from "./organisations/Elsewhere.tsx";
import { absence } from "./passkeys/device.ts";
import { PasskeyButton } from "./passkeys/PasskeyButton.tsx";
import "./start.css";

export { FormError } from "./FormError.tsx";

export function StartFrame({ title, text, organisation = null, children }: { title: string; text?: string; organisation?: Place | null; children: ReactNode }) {
  return (
    <main className="start">
      <div className="start-box">
        {organisation && (
          <p className="start-place" data-place={organisation.colour}>
            <b>{organisation.name}</b>
          </p>
        )}
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

interface SignInProps {
  onDone: (me: Me) => void;
  organisation: Place | null;
  /** Why a session that there was is none here. */
  reason: unknown;
  /** A second step that another way in has led to. */
  begun?: api.SecondStep | null;
  /** Other ways in. */
  others?: ReactNode;
}

export function SignIn({ onDone, organisation, reason, begun = null, others }: SignInProps) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [step, setStep] = useState(begun);
  const { error, busy, submit, fail } = useSubmit(async () => {
    const answer = await api.signIn(login.trim(), password);
    if ("challenge" in answer) setStep(answer);
    else onDone(answer);
  }, reason);
  const back = (fault: unknown) => {
    setStep(null);
    setPassword("");
    fail(fault);
  };
  if (step) return <SecondStep step={step} organisation={organisation} onDone={onDone} onBack={back} />;
  return (
    <StartFrame title={t.signIn} organisation={organisation}>
      <form className="form" onSubmit={submit}>
        <TextField label={t.login} required autoFocus autoComplete="username webauthn" autoCapitalize="none" value={login} onChange={(event) => setLogin(event.target.value)} />
        <TextField label={t.password} required type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy || login.trim() === "" || password === ""}>
          {t.signIn}
        </button>
        <p className="hint">{t.forgotHint}</p>
      </form>
      <PasskeyButton inField onDone={onDone} />
      {others}
      <Elsewhere />
    </StartFrame>
  );
}

interface StepProps {
  step: api.SecondStep;
  organisation: Place | null;
  onDone: (me: Me) => void;
  onBack: (fault: unknown) => void;
}

/** After the password: what else the account has. */
function SecondStep(props: StepProps) {
  return props.step.ways.includes("code") ? <CodeStep {...props} /> : <PasskeyStep {...props} />;
}

/** A passkey, where it is all that there is besides the password. */
function PasskeyStep({ organisation, onDone, onBack }: StepProps) {
  const missing = absence();
  return (
    <StartFrame title={t.secondStep} organisation={organisation} text={words.step}>
      {missing && <p>{words[missing]}</p>}
      <PasskeyButton primary onDone={onDone} />
      <button type="button" className="link-button" onClick={() => onBack(null)}>
        {t.otherAccount}
      </button>
      <p className="hint">{words.lost}</p>
    </StartFrame>
  );
}

/** A code of the app, or one that was printed. */
function CodeStep({ step, organisation, onDone, onBack }: StepProps) {
  const [code, setCode] = useState("");
  const [printed, setPrinted] = useState(false);
  const { error, busy, submit } = useSubmit(async () => {
    try {
      onDone(await api.secondStep(step.challenge, code));
    } catch (fault) {
      // Nothing that is typed here can help any more.
      if (fault instanceof Problem && fault.code === "identity.challenge_over") onBack(fault);
      else throw fault;
    }
  });
  const other = printed ? "code" : "recovery_code";
  const change = () => {
    setPrinted(!printed);
    setCode("");
  };
  return (
    <StartFrame title={t.secondStep} organisation={organisation} text={printed ? t.secondStepPrinted : t.secondStepHint}>
      <form className="form" onSubmit={submit}>
        <TextField
          key={String(printed)}
          label={printed ? t.recoveryCode : t.codeShown}
          required
          autoFocus
          inputMode={printed ? "text" : "numeric"}
          autoComplete={printed ? "off" : "one-time-code"}
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy || code.trim() === ""}>
          {t.signIn}
        </button>
        {step.ways.includes(other) && (
          <button type="button" className="link-button" onClick={change}>
            {printed ? t.useApp : t.usePrinted}
          </button>
        )}
        <button type="button" className="link-button" onClick={() => onBack(null)}>
          {t.otherAccount}
        </button>
        <p className="hint">{t.lostHint}</p>
      </form>
      {step.ways.includes("passkey") && <PasskeyButton onDone={onDone} />}
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

/** The password fields, for the first sign-in and for the settings. `hasOne`: the present password is asked for. */
export function PasswordForm({ onDone, hasOne = true }: { onDone: () => void; hasOne?: boolean }) {
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
      {hasOne && <TextField label={t.currentPassword} required type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />}
      {!hasOne && <p className="hint">{t.noPassword}</p>}
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
