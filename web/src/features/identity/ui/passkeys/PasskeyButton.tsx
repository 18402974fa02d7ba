import { useEffect, useRef, useState } from "react";
import type { Me } from "../../../../platform/session.ts";
import { announce } from "../../../../platform/announce.ts";
import * as api from "../../api.passkeys.ts";
import { t } from "../../text.passkeys.ts";
import { FormError } from "../FormError.tsx";
import { absence, offersInField, showPasskey } from "./device.ts";
import { passkeyProblem } from "./problems.ts";

/** A challenge lasts five minutes: one that has waited in the field for so long is asked anew. */
const RENEW_AFTER_MS = 240_000;

interface Props {
  onDone: (me: Me) => void;
  /** Passkeys are offered in the field for the login as well, where the browser does that. */
  inField?: boolean;
  primary?: boolean;
}

/** Signs in with a passkey; nothing where there are none. */
export function PasskeyButton({ onDone, inField = false, primary = false }: Props) {
  const [missing] = useState(absence);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const gone = useRef(false);
  const done = useRef(onDone);
  done.current = onDone;
  const waiting = useRef<{ stop: AbortController; since: number; inField: boolean } | null>(null);

  const ask = async (quietly: boolean) => {
    // A browser asks for one at a time.
    waiting.current?.stop.abort();
    const stop = new AbortController();
    waiting.current = { stop, since: Date.now(), inField: quietly };
    let told = !quietly;
    if (told) {
      setBusy(true);
      setError(null);
      announce(t.waiting);
    }
    try {
      const shown = await showPasskey(stop.signal, quietly);
      // From here on somebody has chosen one, wherever they did.
      told = true;
      setBusy(true);
      setError(null);
      done.current(await api.signIn(shown));
      return;
    } catch (fault) {
      if (stop.signal.aborted) return;
      waiting.current = null;
      if (told) setError(fault);
    }
    setBusy(false);
    if (told) void offer();
  };

  const offer = async () => {
    if (inField && (await offersInField()) && waiting.current === null && !gone.current) await ask(true);
  };

  const acts = useRef({ ask, offer });
  acts.current = { ask, offer };
  useEffect(() => {
    const renew = () => {
      const { current } = waiting;
      if (current?.inField && Date.now() - current.since > RENEW_AFTER_MS) void acts.current.ask(true);
    };
    if (!missing) void acts.current.offer();
    addEventListener("focusin", renew);
    document.addEventListener("visibilitychange", renew);
    return () => {
      gone.current = true;
      waiting.current?.stop.abort();
      removeEventListener("focusin", renew);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [missing]);

  if (missing) return null;
  return (
    <div className="sign-in-passkey">
      <FormError error={error} words={passkeyProblem} />
      <button type="button" className={primary ? "button primary" : "button"} disabled={busy} onClick={() => void ask(false)}>
        {busy ? t.waiting : t.signIn}
      </button>
    </div>
  );
}
