import { useState } from "react";
import { TextField } from "../../../design/Field.tsx";
import type { Place } from "../../../platform/places.ts";
import type { Me } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t } from "../text.visit.ts";
import { FormError, SecondStep, StartFrame, useSubmit } from "./Start.tsx";

/** Where a guest's link leads: with the PIN that they were told apart from it, they are in. */
export default function Visit({ token, organisation, onDone }: { token: string; organisation: Place | null; onDone: (me: Me) => void }) {
  const [pin, setPin] = useState("");
  const [step, setStep] = useState<api.SecondStep | null>(null);
  const { error, busy, submit, fail } = useSubmit(async () => {
    const answer = await api.visit(token, pin.trim());
    if ("challenge" in answer) setStep(answer);
    else onDone(answer);
  });
  const back = (fault: unknown) => {
    setStep(null);
    setPin("");
    fail(fault);
  };
  if (step) return <SecondStep step={step} organisation={organisation} onDone={onDone} onBack={back} />;
  return (
    <StartFrame title={t.title} text={t.hint} organisation={organisation}>
      <form className="form" onSubmit={submit}>
        <TextField label={t.pin} required autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={12} value={pin} onChange={(event) => setPin(event.target.value)} />
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy || pin.trim() === ""}>
          {t.enter}
        </button>
        <p className="hint">{t.lost}</p>
      </form>
    </StartFrame>
  );
}
