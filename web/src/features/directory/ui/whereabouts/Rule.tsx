import { useState } from "react";
import { SelectField, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import type { Wire } from "../../../../platform/api/wire.ts";
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
      {rule.value && <RuleForm rule={rule.value} />}
    </section>
  );
}

function RuleForm({ rule }: { rule: Wire["WhereaboutsRule"] }) {
  const from = rule.from_minute ?? null;
  const [on, setOn] = useState(from !== null);
  const [hour, setHour] = useState(from === null ? NINE : clock(from));
  const [atFirstUse, setAtFirstUse] = useState(rule.at_first_use ?? false);
  const [reminds, setReminds] = useState(rule.reminds ?? false);
  const { error, busy, submit } = useSubmit(async () => {
    await api.setRule({ from_minute: on ? minuteOf(hour) : null, at_first_use: atFirstUse, reminds });
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
      {on && (
        <label className="check">
          <input type="checkbox" checked={atFirstUse} onChange={(event) => setAtFirstUse(event.target.checked)} />
          {t.ruleFirstUse}
        </label>
      )}
      {on && (
        <label className="check">
          <input type="checkbox" checked={reminds} onChange={(event) => setReminds(event.target.checked)} />
          {t.ruleReminds}
        </label>
      )}
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
