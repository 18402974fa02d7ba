import { useState } from "react";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { momentText } from "../../../../platform/dates.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { t as own } from "../../text.ts";
import { t } from "../../text.operators.ts";
import { FormError } from "../Start.tsx";

/** The PIN by which somebody shows on shared devices that it is them. */
export default function OwnPin({ methods, changed }: { methods: api.SignInMethods; changed: () => void }) {
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const { error, busy, submit } = useSubmit(async () => {
    await api.setPin(password, pin);
    setAsking(false);
    setPassword("");
    setPin("");
    setAgain("");
    toast(t.pinSaved);
    changed();
  });
  const since = methods.pin_since ? momentText(methods.pin_since) : null;
  const label = since ? t.pinChange : t.pinSet;
  const digits = { required: true, type: "password", inputMode: "numeric", autoComplete: "off", maxLength: 12 } as const;
  return (
    <section aria-labelledby="pin-title">
      <h2 id="pin-title">{t.pinTitle}</h2>
      <p className="hint">{t.pinAbout}</p>
      <p>{since === null ? t.pinNone : methods.pin_initial ? t.pinGiven(since) : t.pinSince(since)}</p>
      {asking ? (
        <form className="form" onSubmit={submit}>
          <TextField label={own.currentPassword} required autoFocus type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          <TextField label={t.newPin} hint={t.newPinHint} {...digits} error={fieldError(error, "pin")} value={pin} onChange={(event) => setPin(event.target.value)} />
          <TextField label={t.newPinAgain} {...digits} error={again !== "" && again !== pin ? t.pinsDiffer : null} value={again} onChange={(event) => setAgain(event.target.value)} />
          <FormError error={error} />
          <button type="submit" className="button primary" disabled={busy || password === "" || pin === "" || pin !== again}>
            {label}
          </button>
        </form>
      ) : (
        <div className="form-actions">
          <button type="button" className={since ? "button small" : "button primary"} onClick={() => setAsking(true)}>
            {label}
          </button>
        </div>
      )}
    </section>
  );
}
