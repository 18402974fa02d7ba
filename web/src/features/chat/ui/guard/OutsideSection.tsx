import { useState } from "react";
import { SelectField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { useLoad } from "../../../../platform/load.ts";
import { problemText } from "../../../../platform/problems.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import { outsideTalk, setOutsideTalk, type Care } from "../../api.outside.ts";
import { t } from "../../text.outside.ts";

const HOLDS = [0, 10, 20, 30, 60];

/** What is done before words go outside, for those who look after rooms. */
export function OutsideSection() {
  const care = useLoad("outside talk", outsideTalk);
  return (
    <section aria-labelledby="outside-title">
      <h2 id="outside-title">{t.section}</h2>
      <p className="hint">{t.hint}</p>
      <ListState loading={care.loading} error={care.error} empty={!care.value} retry={care.reload}>
        {null}
      </ListState>
      {care.value && <OutsideForm before={care.value} />}
    </section>
  );
}

function OutsideForm({ before }: { before: Care }) {
  const changes = useMe().rights === "administrator";
  const [hold, setHold] = useState(before.hold_seconds);
  const [asks, setAsks] = useState(before.asks);
  const { error, busy, submit } = useSubmit(async () => {
    await setOutsideTalk({ hold_seconds: hold, asks });
    toast(t.saved);
  });
  // What another program decided stands among the choices too.
  const choices = HOLDS.includes(hold) ? HOLDS : [...HOLDS, hold].toSorted((one, other) => one - other);
  return (
    <form className="form" onSubmit={submit}>
      <SelectField label={t.hold} value={String(hold)} disabled={!changes} onChange={(event) => setHold(Number(event.target.value))}>
        {choices.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? t.noHold : t.holdFor(seconds)}
          </option>
        ))}
      </SelectField>
      <label className="check">
        <input type="checkbox" checked={asks} disabled={!changes} onChange={(event) => setAsks(event.target.checked)} />
        {t.asks}
      </label>
      {changes && (
        <div>
          <button type="submit" className="button" disabled={busy}>
            {t.save}
          </button>
        </div>
      )}
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </form>
  );
}
