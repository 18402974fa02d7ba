import { useState } from "react";
import { Choice } from "../../../design/Field.tsx";
import { ListState } from "../../../design/ListState.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { useSubmit } from "../../../design/useSubmit.ts";
import { useLoad } from "../../../platform/load.ts";
import { may } from "../../../platform/powers.ts";
import { problemText } from "../../../platform/problems.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

/** What holds for files of the organisation. */
export default function FileRules() {
  const title = useArrival();
  const rules = useLoad("file rules", api.fileRules);
  return (
    <section className="admin-page" aria-labelledby="file-rules-title">
      <h1 id="file-rules-title" ref={title} tabIndex={-1}>
        {t.title}
      </h1>
      <p className="hint">{t.hint}</p>
      <ListState loading={rules.loading && !rules.value} error={rules.error} empty={!rules.value} retry={rules.reload}>
        {null}
      </ListState>
      {rules.value && <Rules key={rules.value.places} held={rules.value} saved={rules.replace} />}
    </section>
  );
}

function Rules({ held, saved }: { held: api.FileRules; saved: (next: api.FileRules) => void }) {
  const me = useMe();
  const [places, setPlaces] = useState(held.places);
  const changes = !me.leave && may(me, "settings", "change");
  const { error, busy, submit } = useSubmit(async () => {
    saved(await api.setFileRules({ places }));
    toast(t.saved);
  });
  const all = [
    { value: "strip" as const, label: t.strip, hint: t.stripHint },
    { value: "keep" as const, label: t.keep, hint: t.keepHint },
  ];
  // Who may only see it is shown what holds.
  const options = changes ? all : all.filter(({ value }) => value === held.places);
  return (
    <form className="form" onSubmit={submit}>
      <Choice label={t.places} value={places} options={options} onChange={setPlaces} />
      {Boolean(error) && (
        <p className="form-error" role="alert">
          {problemText(error)}
        </p>
      )}
      {changes && (
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy || places === held.places}>
            {busy ? t.saving : t.save}
          </button>
        </div>
      )}
    </form>
  );
}
