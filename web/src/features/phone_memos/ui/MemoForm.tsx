import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, TextArea, TextField } from "../../../design/Field.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { AwayTag, PersonRow } from "../../../design/people/PersonRow.tsx";
import { WhereaboutsTag } from "../../../design/people/WhereaboutsTag.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { useLoad } from "../../../platform/load.ts";
import { usePerson, type PersonBrief } from "../../../platform/people.ts";
import { memoStore } from "../../../platform/phoneMemo.ts";
import { navigate } from "../../../platform/router.ts";
import { operatorId, useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { MATTERS, momentOf, type Outlook } from "../model.ts";
import { keepDraft, keptDraft, newsStore, put, type Draft } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";
import "./memos.css";

const begun = (person: Id): Draft => ({ id: newId(), person, caller: "", company: "", number: "", matter: "call_back", words: "", by: "", calledAt: "" });
const isTyped = ({ caller, company, number, words }: Draft) => [caller, company, number, words].some((text) => text.trim() !== "");

/** What was typed before and not sent goes on, unless the form was opened for somebody else. */
function first(person: Id): Draft {
  const kept = keptDraft();
  return kept && (!person || !kept.person || kept.person === person) ? { ...kept, person: person || kept.person } : begun(person);
}

/** Nothing is kept of what was sent or emptied; what was typed for somebody else stays. */
function forget({ id }: Draft): void {
  if (keptDraft()?.id === id) keepDraft(null);
}

// Where Enter goes on to: everything that is filled in, and of the matters the one that is chosen.
const FIELDS = "input:not([type=radio], [type=checkbox], [role=combobox]), input[type=radio]:checked, textarea";

/** Ctrl+Enter sends from anywhere; Enter alone goes on to the next field, as nothing is to go out half written. */
function onKeyDown(event: KeyboardEvent<HTMLFormElement>): void {
  const { target, currentTarget: form } = event;
  if (event.defaultPrevented || belongsToInputMethod(event) || event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (target instanceof HTMLInputElement) {
    event.preventDefault();
    const fields = [...form.querySelectorAll<HTMLElement>(FIELDS)];
    const at = fields.indexOf(target);
    if (at >= 0) fields[at + 1]?.focus();
  }
}

/** The form for a phone memo, over whatever is on screen: whom it is for, who called, and out with it. */
export function MemoForm({ person }: { person: Id }) {
  const me = useMe();
  const form = useId();
  const [draft, setDraft] = useState(() => first(person));
  const [section, setSection] = useState<boolean | null>(null);
  const [unchosen, setUnchosen] = useState(false);
  const fields = useRef<HTMLDivElement>(null);
  const chosen = usePerson(draft.person || null);
  const said = chosen?.whereabouts ?? null;
  const look = useLoad(`${draft.person} ${JSON.stringify(said)}`, async () => (draft.person ? api.outlook(draft.person) : null));
  const outlook = look.value?.person_id === draft.person ? look.value : null;
  const also = Boolean(outlook?.section) && (section ?? Boolean(outlook?.away));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const close = () => {
    if (isTyped(draft)) keepDraft(draft);
    else forget(draft);
    memoStore.set(null);
  };
  const choose = ([one]: PersonBrief[]) => {
    change({ person: one?.id ?? "" });
    setSection(null);
    setUnchosen(false);
  };
  // Whoever has chosen goes on with who called; whoever takes that back chooses again.
  const before = useRef(draft.person);
  useEffect(() => {
    if (before.current !== draft.person) fields.current?.querySelector<HTMLElement>(draft.person ? "[data-caller] input" : "input")?.focus();
    before.current = draft.person;
  }, [draft.person]);
  const { error, busy, submit } = useSubmit(async () => {
    if (!draft.person) {
      setUnchosen(true);
      fields.current?.querySelector<HTMLElement>("input")?.focus();
      return;
    }
    const made = await api.create({
      id: draft.id,
      person_id: draft.person,
      caller: draft.caller,
      company: draft.company,
      number: draft.number,
      matter: draft.matter,
      words: draft.words,
      call_back_by: draft.matter === "call_back" ? momentOf(draft.by) : null,
      called_at: momentOf(draft.calledAt),
      section: also,
      operator_id: operatorId(),
    });
    put([made]);
    newsStore.update((count) => count + 1);
    forget(draft);
    memoStore.set(null);
    const name = chosen?.name ?? "";
    toast(also ? t.sentSection(name) : t.sent(name), "done", { label: t.open, run: () => navigate(`/rooms/${made.room_id}`) });
  });
  const failed = (field: string) => fault(error, field);
  const shown = ["caller", "company", "number", "words", "call_back_by", "called_at"];
  const elsewhere = Boolean(error) && shown.every((field) => !failed(field));
  return (
    <Dialog
      title={t.write}
      width="wide"
      onClose={close}
      actions={
        <>
          <span className="hint memo-key">{t.sendKey}</span>
          <button type="button" className="button" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="memo-form" noValidate onSubmit={submit} onKeyDown={onKeyDown}>
        <div ref={fields} className="memo-fields">
          {draft.person ? (
            <div className="memo-for">
              {chosen && <PersonRow person={{ ...chosen, whereabouts: null }} />}
              <button type="button" className="link-button" onClick={() => choose([])}>
                {t.otherPerson}
              </button>
            </div>
          ) : (
            <PeoplePicker label={t.forWhom} chosen={[]} without={[me.person.id]} withUnits={false} staff onChange={choose} />
          )}
          {unchosen && (
            <p className="field-error" role="alert">
              {t.problem_person}
            </p>
          )}
          {chosen && <Whether person={chosen} outlook={outlook} />}
          {outlook?.section && (
            <label className="check">
              <input type="checkbox" checked={also} onChange={(event) => setSection(event.currentTarget.checked)} />
              <span>
                {t.alsoSection(outlook.section.name, outlook.section.members)}
                <small className="block">{t.alsoSectionHint}</small>
              </span>
            </label>
          )}
          <div className="memo-caller-fields" data-caller>
            <TextField label={t.company} autoComplete="off" value={draft.company} error={failed("company")} onChange={(event) => change({ company: event.currentTarget.value })} />
            <TextField label={t.caller} autoComplete="off" value={draft.caller} error={failed("caller")} onChange={(event) => change({ caller: event.currentTarget.value })} />
            <TextField label={t.number} type="tel" autoComplete="off" value={draft.number} error={failed("number")} onChange={(event) => change({ number: event.currentTarget.value })} />
          </div>
        </div>
        <Choice label={t.matter} value={draft.matter} options={MATTERS.map((value) => ({ value, label: t[value] }))} onChange={(matter) => change({ matter })} />
        <TextArea label={t.words} rows={2} value={draft.words} error={failed("words")} onChange={(event) => change({ words: event.currentTarget.value })} />
        <div className="memo-caller-fields">
          {draft.matter === "call_back" && <TextField label={t.callBackBy} type="datetime-local" value={draft.by} error={failed("call_back_by")} onChange={(event) => change({ by: event.currentTarget.value })} />}
          <TextField label={t.calledAt} hint={t.calledAtHint} type="datetime-local" value={draft.calledAt} error={failed("called_at")} onChange={(event) => change({ calledAt: event.currentTarget.value })} />
        </div>
        {elsewhere && (
          <p className="field-error" role="alert">
            {fault(error, "person_id") ?? problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** Where somebody is, while one writes to them. */
function Whether({ person, outlook }: { person: PersonBrief; outlook: Outlook | null }) {
  return (
    <p className="memo-whether" role="status">
      <AwayTag person={person} whole />
      <WhereaboutsTag said={person.whereabouts} until />
      {outlook?.away && <span>{t[`away_${outlook.away}`]}</span>}
      {outlook?.away && !outlook.section && <span className="hint">{t.noSection}</span>}
    </p>
  );
}
