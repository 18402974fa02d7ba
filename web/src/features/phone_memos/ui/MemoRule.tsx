import { useState } from "react";
import { TextField } from "../../../design/Field.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { useSubmit } from "../../../design/useSubmit.ts";
import { useLoad } from "../../../platform/load.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

const LEAST_DAYS = 8;
const MOST_DAYS = 3650;

/** For how long phone memos keep who called. */
export function MemoRule() {
  const title = useArrival();
  const rule = useLoad("phone memo rule", api.rule);
  return (
    <section className="admin-page" aria-labelledby="memo-rule-title">
      <h1 id="memo-rule-title" ref={title} tabIndex={-1}>
        {t.ruleTitle}
      </h1>
      <p className="hint">{t.ruleHint}</p>
      <ListState loading={rule.loading} error={rule.error} empty={!rule.value} retry={rule.reload}>
        {null}
      </ListState>
      {rule.value && <RuleForm before={rule.value.days} />}
    </section>
  );
}

function RuleForm({ before }: { before: number }) {
  const [days, setDays] = useState(String(before));
  const { error, busy, submit } = useSubmit(async () => {
    await api.setRule(Number(days));
    toast(t.ruleSaved);
  });
  const failed = fault(error, "days");
  return (
    <form className="inline-form" onSubmit={submit}>
      <TextField label={t.days} type="number" required min={LEAST_DAYS} max={MOST_DAYS} step={1} value={days} error={failed} onChange={(event) => setDays(event.currentTarget.value)} />
      <button type="submit" className="button" disabled={busy}>
        {t.save}
      </button>
      {Boolean(error) && !failed && (
        <p className="form-error" role="alert">
          {problem(error)}
        </p>
      )}
    </form>
  );
}
