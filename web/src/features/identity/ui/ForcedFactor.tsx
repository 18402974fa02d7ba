import { useState } from "react";
import { TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { useLoad } from "../../../platform/load.ts";
import * as api from "../api.ts";
import { t as words } from "../text.passkeys.ts";
import { t } from "../text.ts";
import { CodeSetUp } from "./CodeSetUp.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { FormError } from "./FormError.tsx";
import { absence, makePasskey } from "./passkeys/device.ts";
import { passkeyProblem } from "./passkeys/problems.ts";
import { StartFrame } from "./Start.tsx";

/** For who is where a second factor is needed and has none: nothing else is possible before there is one. */
export function ForcedFactor({ onDone, onSignOut }: { onDone: () => void; onSignOut: () => void }) {
  const [begun, setBegun] = useState<api.NewCode | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [password, setPassword] = useState("");
  const methods = useLoad("methods", api.signInMethods);
  const hasOne = methods.value?.password !== false;
  const { error, busy, submit, run } = useSubmit(async () => setBegun(await api.beginCode(password)));
  const [offered] = useState(() => absence() === null);
  const usePasskey = async () => {
    await makePasskey(password);
    onDone();
  };
  return (
    <StartFrame title={offered ? words.setUp : t.codeSetUp} text={offered ? words.setUpHint : t.forcedFactorHint}>
      {codes && <RecoveryCodes codes={codes} onDone={onDone} />}
      {!codes && begun && <CodeSetUp code={begun} onDone={setCodes} />}
      {!codes && !begun && (
        <form className="form" onSubmit={submit}>
          <p>{hasOne ? t.codeSetUpAsk : t.noPassword}</p>
          {hasOne && <TextField label={t.currentPassword} required autoFocus type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />}
          <FormError error={error} words={passkeyProblem} />
          <button type="submit" className="button primary" disabled={busy || (hasOne && password === "")}>
            {t.codeSetUp}
          </button>
          {offered && (
            <button type="button" className="button" disabled={busy || (hasOne && password === "")} onClick={() => run(usePasskey)}>
              {words.add}
            </button>
          )}
        </form>
      )}
      {!codes && (
        <button type="button" className="link-button" onClick={onSignOut}>
          {t.signOut}
        </button>
      )}
    </StartFrame>
  );
}
