import { useState } from "react";
import { useLoad } from "../../../platform/load.ts";
import { useStore } from "../../../platform/store.ts";
import { leaveToSignIn } from "../actions.ts";
import * as api from "../api.ts";
import { landingStore } from "../store.ts";
import { oidcProblem } from "./problems.ts";
import { t } from "../text.ts";
import "./oidc.css";

/** Where else one signs in, below the form; nothing where there is nowhere. */
export default function Buttons() {
  const list = useLoad("provider-buttons", api.buttons);
  const landed = useStore(landingStore, (landing) => landing.error);
  const [fault, setFault] = useState<unknown>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const items = list.value?.items ?? [];
  const error = fault ?? landed;
  const leave = (id: string) => {
    setLeaving(id);
    setFault(null);
    leaveToSignIn(id).catch((problem: unknown) => {
      setFault(problem);
      setLeaving(null);
    });
  };
  if (items.length === 0 && !error) return null;
  return (
    <div className="sign-in-elsewhere">
      {items.length > 0 && <p className="sign-in-or">{t.or}</p>}
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {oidcProblem(error)}
        </p>
      )}
      {items.map(({ id, name }) => (
        <button key={id} type="button" className="button" disabled={leaving !== null} onClick={() => leave(id)}>
          {leaving === id ? t.leaving : t.signInWith(name)}
        </button>
      ))}
    </div>
  );
}
