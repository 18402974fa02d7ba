import { useEffect, useState } from "react";
import { TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import type { Place } from "../../../platform/places.ts";
import { Link, navigate } from "../../../platform/router.ts";
import type { Me } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { t } from "../text.visit.ts";
import { FormError, StartFrame } from "./Start.tsx";

interface Props {
  organisation: Place | null;
  /** Who is signed in on this device already. */
  me: Me | null;
  onDone: (me: Me) => void;
  onSignOut: () => void;
}

/** Where somebody comes in by a link that the city has handed out: the PIN, and nothing else. */
export default function Visit({ organisation, me, onDone, onSignOut }: Props) {
  const token = location.hash.slice(1);
  const [pin, setPin] = useState("");
  const guest = me?.person.guest === true;
  useEffect(() => {
    // Whoever came in before goes on where they were.
    if (guest) navigate("/", { replace: true });
  }, [guest]);
  const { error, busy, submit } = useSubmit(async () => {
    const who = await api.visit(token, pin);
    navigate("/", { replace: true });
    onDone(who);
  });
  if (guest) return null;
  if (me)
    return (
      <StartFrame title={t.title} text={t.otherwise(me.person.name)} organisation={organisation}>
        <button type="button" className="button primary" onClick={onSignOut}>
          {t.signOut}
        </button>
        <Link className="link-button" href="/">
          {t.back}
        </Link>
      </StartFrame>
    );
  if (token === "")
    return (
      <StartFrame title={t.title} organisation={organisation}>
        <p className="form-error" role="alert">
          {t.broken}
        </p>
      </StartFrame>
    );
  return (
    <StartFrame title={t.title} text={t.hint} organisation={organisation}>
      <form className="form" onSubmit={submit}>
        <TextField label={t.pin} required autoFocus inputMode="numeric" autoComplete="one-time-code" value={pin} onChange={(event) => setPin(event.target.value)} />
        <FormError error={error} />
        <button type="submit" className="button primary" disabled={busy || pin.trim() === ""}>
          {t.enter}
        </button>
        <p className="hint">{t.lost}</p>
      </form>
    </StartFrame>
  );
}
