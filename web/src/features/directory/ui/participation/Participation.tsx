import { useEffect, useState } from "react";
import { DayField } from "../../../../design/days/DayField.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Choice, fieldError, TextField } from "../../../../design/Field.tsx";
import { ListState } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { dayOf } from "../../../../platform/dates.ts";
import { Problem } from "../../../../platform/http.ts";
import { allPages, useDebounced, useLoad } from "../../../../platform/load.ts";
import type { Person } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { t } from "../../text.participation.ts";
import { asksName, draftOf, isWhole, toSend, type Draft, type View } from "./draft.ts";
import { ChosenPeople, ChosenUnits } from "./Chosen.tsx";
import { Preview } from "./Preview.tsx";
import "./participation.css";

const PAUSE_MS = 400;
const ASK_AGAIN_MS = 2_000;

const columns: Column<Person>[] = [
  [t.staffNumber, (person) => person.staff_number],
  [t.fullName, (person) => person.name],
  [t.office, (person) => person.unit ?? ""],
  [t.post, (person) => person.title ?? ""],
  [t.state, (person) => (person.outside ? t.outside : t.inside)],
];

/** Who takes part: everybody, or some units and people who begin. */
export default function Participation() {
  const title = useArrival();
  const loaded = useLoad("participation", api.participation);
  const view = loaded.value;
  const { reload, loading } = loaded;
  // People follow in a job: the page asks until they are through.
  useEffect(() => {
    if (!view?.settling || loading) return;
    const timer = setTimeout(reload, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [view, loading, reload]);
  const everybody = (cursor: string | null) => api.people({ sort: "unit", active: true, administered: true }, cursor, 200);
  return (
    <section className="admin-page participation" aria-labelledby="participation-title">
      <header className="admin-head">
        <h1 id="participation-title" ref={title} tabIndex={-1}>
          {t.title}
        </h1>
        <ExportButton name={t.title} columns={columns} pages={() => allPages(everybody)} />
      </header>
      <p className="hint">{t.hint}</p>
      <ListState loading={loaded.loading && !view} error={loaded.error} empty={!view} retry={loaded.reload}>
        {null}
      </ListState>
      {view && (
        <>
          <p className="participation-now">
            <b>{t.now(view.outlook.inside, view.outlook.outside)}</b>
            <span role="status">{view.settling && t.settling}</span>
            <span>
              {t.unused(view.outlook.unused)} <Link href="/admin/accounts/letters">{t.toLetters}</Link>
            </span>
          </p>
          <Form key={view.tick} held={view} saved={loaded.replace} reload={loaded.reload} />
        </>
      )}
    </section>
  );
}

function Form({ held, saved, reload }: { held: View; saved: (next: View) => void; reload: () => void }) {
  const { organisation } = useMe();
  const [draft, setDraft] = useState<Draft>(() => draftOf(held));
  const [typed, setTyped] = useState("");
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const sent = toSend(draft);
  const changed = JSON.stringify(sent) !== JSON.stringify(toSend(draftOf(held)));
  const settled = useDebounced(JSON.stringify(sent), PAUSE_MS);
  const whole = isWhole(draft);
  const preview = useLoad(`${changed} ${whole} ${settled}`, async () => (changed && whole ? api.previewParticipation(JSON.parse(settled) as Draft) : null));
  const asks = changed && asksName(held, sent, preview.value);
  const { error, busy, submit } = useSubmit(async () => {
    saved(await api.saveParticipation({ ...sent, confirmation: asks ? typed : null }, held.tick));
    toast(t.saved);
  });
  // What is wrong with a line is known before it is saved.
  const faultOf = (field: string) => fieldError(error, field) ?? fieldError(preview.error, field);
  const stale = error instanceof Problem && error.status === 412;
  const isKnown = settled === JSON.stringify(sent) && !preview.loading;
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Choice
        label={t.who}
        value={draft.chosen ? "chosen" : "everybody"}
        options={[
          { value: "everybody", label: t.everybody, hint: t.everybodyHint },
          { value: "chosen", label: t.chosen, hint: t.chosenHint },
        ]}
        onChange={(next) => set({ chosen: next === "chosen" })}
      />
      {draft.chosen && (
        <>
          <ChosenUnits held={held} faultOf={faultOf} chosen={draft.units} onChange={(units) => set({ units })} />
          <ChosenPeople held={held} faultOf={faultOf} chosen={draft.persons} onChange={(persons) => set({ persons })} />
          <fieldset className="participation-group">
            <legend>{t.widen}</legend>
            <DayField label={t.widenFrom} hint={t.widenHint} min={dayOf(Date.now())} value={draft.everybody_from ?? ""} error={fieldError(error, "everybody_from")} onChange={(next) => set({ everybody_from: next || null })} />
            {draft.everybody_from !== null && (
              <div>
                <button type="button" className="button small" onClick={() => set({ everybody_from: null })}>
                  {t.takeBack}
                </button>
              </div>
            )}
          </fieldset>
        </>
      )}
      <Preview outlook={changed ? preview.value : held.outlook} loading={preview.loading} error={preview.error} />
      {asks && <TextField label={t.confirm(organisation.name)} required autoComplete="off" value={typed} error={fieldError(error, "confirmation")} onChange={(event) => setTyped(event.target.value)} />}
      {Boolean(error) && (
        <div className="form-error" role="alert">
          <p>{stale ? t.stale : problemText(error)}</p>
          {stale && (
            <button type="button" className="button small" onClick={reload}>
              {t.reload}
            </button>
          )}
        </div>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary" disabled={busy || !changed || !whole || !isKnown || (asks && typed.trim() === "")}>
          {busy ? t.saving : t.save}
        </button>
      </div>
    </form>
  );
}
