import { useState, type ReactNode } from "react";
import { ListState } from "../../../design/ListState.tsx";
import { momentText } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import { useMe } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { accountNews } from "../actions.ts";
import * as api from "../api.ts";
import { t as places } from "../text.places.ts";
import { t } from "../text.ts";
import { CodeSetUp } from "./CodeSetUp.tsx";
import { PasswordAsk } from "./PasswordAsk.tsx";
import OwnPin from "./operators/OwnPin.tsx";
import { Passkeys } from "./passkeys/Passkeys.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import "./identity.css";

type Asking = "setUp" | "renew" | "remove";

/** What one signs in with, and what is asked for besides. */
export default function SignInMethods({ others }: { others: ReactNode }) {
  const me = useMe();
  const news = useStore(accountNews, (count) => count);
  const methods = useLoad(`methods ${news}`, api.signInMethods);
  return (
    <section className="admin-page methods" aria-labelledby="methods-title">
      <h1 id="methods-title">{places.sectionSignIn}</h1>
      <ListState loading={methods.loading && !methods.value} error={methods.error} empty={!methods.value} retry={methods.reload}>
        {null}
      </ListState>
      {methods.value && !me.shared && <Passkeys methods={methods.value} news={news} />}
      {methods.value && <Code methods={methods.value} changed={methods.reload} />}
      {methods.value && !me.shared && !me.person.guest && <OwnPin methods={methods.value} changed={methods.reload} />}
      {me.shared || me.person.guest ? null : others}
    </section>
  );
}

function Code({ methods, changed }: { methods: api.SignInMethods; changed: () => void }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [begun, setBegun] = useState<api.NewCode | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const done = (recoveryCodes: readonly string[]) => {
    setBegun(null);
    setCodes(recoveryCodes);
    changed();
  };
  const run: Record<Asking, (password: string) => Promise<void>> = {
    setUp: async (password) => setBegun(await api.beginCode(password)),
    renew: async (password) => done((await api.renewRecoveryCodes(password)).recovery_codes),
    remove: async (password) => {
      await api.removeCode(password);
      toast(t.codeRemoved);
      changed();
    },
  };
  const asks: Record<Asking, [title: string, text: string]> = { setUp: [t.codeSetUp, t.codeSetUpAsk], renew: [t.recoveryRenew, t.recoveryRenewAsk], remove: [t.codeRemove, t.codeRemoveAsk] };
  const button = (what: Asking, look: string) => (
    <button type="button" className={`button ${look}`} onClick={() => setAsking(what)}>
      {asks[what][0]}
    </button>
  );
  if (codes) return <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />;
  return (
    <section aria-labelledby="code-title">
      <h2 id="code-title">{t.codeTitle}</h2>
      <p className="hint">{t.codeHint}</p>
      {begun && <CodeSetUp code={begun} onDone={done} />}
      {!begun && methods.code_since && (
        <>
          <p>
            {t.codeSince(momentText(methods.code_since))} ・ {t.recoveryLeft(methods.recovery_codes)}
          </p>
          <div className="form-actions">
            {button("renew", "small")}
            {button("remove", "small danger")}
          </div>
        </>
      )}
      {!begun && !methods.code_since && (
        <>
          <p>{t.codeNone}</p>
          <div className="form-actions">{button("setUp", "primary")}</div>
        </>
      )}
      {asking && <PasswordAsk title={asks[asking][0]} text={asks[asking][1]} danger={asking === "remove"} hasOne={methods.password} run={run[asking]} onClose={() => setAsking(null)} />}
    </section>
  );
}
