import { useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.guard.ts";
import { t } from "../../text.guard.ts";

/** What becomes of personal numbers, for those who look after rooms. */
export default function GuardSection() {
  const guard = useLoad("number guard", api.numberGuard);
  return (
    <section aria-labelledby="guard-title">
      <h2 id="guard-title">{t.section}</h2>
      <p className="hint">{t.hint}</p>
      <ListState loading={guard.loading} error={guard.error} empty={!guard.value} retry={guard.reload}>
        {null}
      </ListState>
      {guard.value && <GuardForm before={guard.value.policy} />}
    </section>
  );
}

function GuardForm({ before }: { before: api.NumberPolicy }) {
  const changes = useMe().rights === "administrator";
  const [policy, setPolicy] = useState(before);
  const { error, busy, submit } = useSubmit(async () => {
    await api.setNumberGuard(policy);
    toast(t.saved);
  });
  const words = { off: t.off, warn: t.warn, reason: t.ofReason, refuse: t.refuse };
  return (
    <form className="inline-form" onSubmit={submit}>
      <SelectField label={t.policy} value={policy} disabled={!changes} onChange={(event) => setPolicy(event.target.value as api.NumberPolicy)}>
        {(["off", "warn", "reason", "refuse"] as const).map((one) => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </SelectField>
      {changes && (
        <button type="submit" className="button" disabled={busy}>
          {t.save}
        </button>
      )}
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </form>
  );
}
