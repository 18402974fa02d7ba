import { useState } from "react";
import { SelectField, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { createStore } from "../../../../platform/store.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.whereabouts.ts";
import { minuteOf } from "../../model.whereabouts.ts";
import { t } from "../../text.whereabouts.ts";

/** Counts how often the rule was decided here: who is missing is another one then. */
export const ruleNews = createStore(0);

const NINE = "09:00";
const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Whether everybody is asked to say every day where they are. */
export function Rule() {
  const rule = useLoad("whereabouts rule", api.rule);
  return (
    <section aria-labelledby="whereabouts-rule-title">
      <h2 id="whereabouts-rule-title">{t.rule}</h2>
      <p className="hint">{t.ruleHint}</p>
      <ListState loading={rule.loading} error={rule.error} empty={!rule.value} retry={rule.reload}>
        {null}
      </ListState>
      {rule.value && <RuleForm from={rule.value.from_minute ?? null} />}
    </section>
  );
}

function RuleForm({ from }: { from: number | null }) {
  const [on, setOn] = useState(from !== null);
  const [hour, setHour] = useState(from === null ? NINE : clock(from));
  const { error, busy, submit } = useSubmit(async () => {
    await api.setRule(on ? minuteOf(hour) : null);
    ruleNews.update((count) => count + 1);
    toast(t.ruleSaved);
  });
  return (
    <form className="inline-form" onSubmit={submit}>
      <SelectField label={t.rule} value={on ? "on" : "off"} onChange={(event) => setOn(event.target.value === "on")}>
        <option value="off">{t.ruleOff}</option>
        <option value="on">{t.ruleOn}</option>
      </SelectField>
      {on && <TextField label={t.ruleFrom} type="time" required value={hour} onChange={(event) => setHour(event.target.value)} />}
      <button type="submit" className="button" disabled={busy}>
        {t.ruleSave}
      </button>
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </form>
  );
}
