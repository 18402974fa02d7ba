import { useState } from "react";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { useSubmit } from "../../../design/useSubmit.ts";
import { useLoad } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { BackLink } from "./BroadcastPage.tsx";
import "./broadcasts.css";

type Held = Awaited<ReturnType<typeof api.rule>>;

/** What holds for broadcasts of the organisation. */
export function Rule() {
  const { value, error, reload } = useLoad("broadcast rule", api.rule);
  const title = useArrival();
  return (
    <section className="admin-page broadcast-page" aria-labelledby="rule-title">
      <BackLink />
      <h1 id="rule-title" ref={title} tabIndex={-1}>
        {t.ruleTitle}
      </h1>
      <p className="hint">{t.ruleHint}</p>
      {value ? <Fields held={value} /> : error ? <Failed error={error} retry={reload} /> : <Loading />}
    </section>
  );
}

const numberOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));

function Fields({ held }: { held: Held }) {
  const [above, setAbove] = useState(String(held.consent_above ?? ""));
  const [years, setYears] = useState(String(held.keep_years ?? ""));
  const { error, busy, submit } = useSubmit(async () => {
    await api.setRule({ consent_above: numberOf(above), keep_years: numberOf(years) });
    toast(t.ruleSaved);
  });
  return (
    <form className="form" onSubmit={submit}>
      <TextField label={t.consentAbove} hint={t.consentHint} type="number" min={0} value={above} error={fieldError(error, "consent_above")} onChange={(event) => setAbove(event.target.value)} />
      <TextField label={t.keepYears} hint={t.keepHint} type="number" min={1} max={100} value={years} error={fieldError(error, "keep_years")} onChange={(event) => setYears(event.target.value)} />
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={busy}>
          {t.save}
        </button>
      </div>
    </form>
  );
}
