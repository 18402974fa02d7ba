import { useEffect, useRef } from "react";
import { navigate } from "../../../platform/router.ts";
import type { Me } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import { goOn, land, landLinked } from "../actions.ts";
import { landingStore } from "../store.ts";
import { arrivalOf, isLinking, wantsStep } from "../model.ts";
import { oidcProblem } from "./problems.ts";
import { t } from "../text.ts";

function Waiting({ text }: { text: string }) {
  return (
    <main className="start">
      <p className="loading" role="status">
        {text}
      </p>
    </main>
  );
}

/** Where a provider sends somebody back who wants to sign in. */
export function Return({ onDone }: { onDone: (me: Me) => void }) {
  const done = useRef(onDone);
  done.current = onDone;
  useEffect(() => {
    land().then(
      (landing) => {
        // Who is signed in leaves this page once there is something else to see.
        if (!wantsStep(landing)) return done.current(landing);
        landingStore.set({ step: landing, error: null });
        goOn();
      },
      (error: unknown) => {
        landingStore.set({ step: null, error });
        goOn();
      },
    );
  }, []);
  return <Waiting text={t.returning} />;
}

/** Where a provider sends somebody back who is signed in: to be linked, or by a way that another window has gone meanwhile. */
export function LinkReturn() {
  useEffect(() => {
    if (!isLinking(arrivalOf(location.search))) return goOn();
    void landLinked()
      .then(
        () => toast(t.linked),
        (error: unknown) => toast(oidcProblem(error), "error"),
      )
      .finally(() => navigate("/settings/sign-in", { replace: true }));
  }, []);
  return <Waiting text={t.linking} />;
}
