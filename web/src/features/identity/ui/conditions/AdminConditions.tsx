import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { fieldError, TextArea } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { momentText } from "../../../../platform/dates.ts";
import { useLoad } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.conditions.ts";
import { t } from "../../text.conditions.ts";
import { FormError } from "../FormError.tsx";
import "./conditions.css";

/** What guests agree to before they see anything, and did before. */
export default function AdminConditions() {
  const title = useArrival();
  const loaded = useLoad("guest conditions", api.guestConditions);
  return (
    <section className="admin-page conditions" aria-labelledby="conditions-title">
      <h1 id="conditions-title" ref={title} tabIndex={-1}>
        {t.title}
      </h1>
      <p className="hint">{t.hint}</p>
      <ListState loading={loaded.loading && !loaded.value} error={loaded.error} empty={!loaded.value} retry={loaded.reload}>
        {null}
      </ListState>
      {loaded.value && <Editor key={loaded.value.version} held={loaded.value} saved={loaded.replace} />}
      {loaded.value && <History versions={loaded.value.history} />}
    </section>
  );
}

function Editor({ held, saved }: { held: api.GuestConditions; saved: (next: api.GuestConditions) => void }) {
  const me = useMe();
  const [body, setBody] = useState(held.body);
  const [asks, setAsks] = useState(false);
  const changes = !me.leave && may(me, "settings", "change");
  const next = body.trim();
  const save = async () => {
    saved(await api.saveGuestConditions(next, held.version));
    toast(next === "" ? t.removed : t.saved);
  };
  const { error, busy, run } = useSubmit(save);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        setAsks(true);
      }}
    >
      <TextArea label={t.body} hint={t.bodyHint} rows={12} readOnly={!changes} error={fieldError(error, "body")} value={body} onChange={(event) => setBody(event.target.value)} />
      <FormError error={error} />
      {changes && (
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={busy || next === held.body}>
            {busy ? t.saving : t.save}
          </button>
        </div>
      )}
      {asks && <Confirm title={t.title} text={next === "" ? t.removeAsk : t.saveAsk} confirm={t.save} onConfirm={() => run(save)} onClose={() => setAsks(false)} />}
    </form>
  );
}

function History({ versions }: { versions: api.GuestConditions["history"] }) {
  return (
    <>
      <h2>{t.history}</h2>
      {versions.length === 0 && <p>{t.none}</p>}
      <ul className="conditions-history">
        {versions.map(({ version, body, created_at, author, agreed }) => (
          <li key={version}>
            <details>
              <summary>
                {t.version(version)} ・ {t.by(author?.name ?? "", momentText(created_at))} ・ {t.agreed(agreed)}
              </summary>
              <div className="conditions-text">{body || t.empty}</div>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}
