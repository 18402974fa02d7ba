import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, TextArea, TextField } from "../../../design/Field.tsx";
import { PeoplePicker } from "../../../design/people/PeoplePicker.tsx";
import { AwayTag, PersonRow } from "../../../design/people/PersonRow.tsx";
import { WhereaboutsTag } from "../../../design/people/WhereaboutsTag.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { useLoad } from "../../../platform/load.ts";
import { usePerson, type PersonBrief } from "../../../platform/people.ts";
import { memoStore } from "../../../platform/phoneMemo.ts";
import { navigate } from "../../../platform/router.ts";
import { useMe } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { callerOf, fieldOf, MATTERS, momentOf, type Memo, type NewMemo, type Outlook } from "../model.ts";
import { begun, forgetDraft, isTyped, keepApart, keepDraft, keptDraft, recallDraft, typed, type Draft } from "../store.draft.ts";
import { acted } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";
import "./memos.css";

/** What goes along with words about which their author was asked; null when they had better not be sent. */
type Guard = (words: readonly string[]) => Promise<Pick<NewMemo, "personal_number"> | null>;

const DAY_MS = 86_400_000;
const MONTH_MS = 31 * DAY_MS;
const YEAR_MS = 366 * DAY_MS;

/** What was delivered and is there no more. */
function isGone(error: unknown): "gone" {
  if (error instanceof Problem && error.status === 404) return "gone";
  throw error;
}

/** Whether a draft goes on in a form that was opened for somebody, or for nobody yet. */
const goesOn = (draft: Draft, person: Id) => !person || !draft.person || draft.person === person;

/** What was typed before and not sent goes on, unless the form was opened for somebody else. */
function first(person: Id): Draft {
  const kept = keptDraft();
  return kept && goesOn(kept, person) ? { ...kept, person: person || kept.person } : begun(person);
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

/** The form for a phone memo, over whatever is on screen: whom it is for, who called, and out with it. `guard` asks about personal numbers. */
export function MemoForm({ person, guard }: { person: Id; guard: Guard }) {
  const me = useMe();
  const form = useId();
  const [draft, setDraft] = useState(() => first(person));
  const [unchosen, setUnchosen] = useState(false);
  const [late, setLate] = useState(false);
  const [opened] = useState(() => Date.now());
  const [standing, setStanding] = useState<Memo | "gone" | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const chosen = usePerson(draft.person || null);
  const said = chosen?.whereabouts ?? null;
  const look = useLoad(`${draft.person} ${JSON.stringify(said)}`, async () => (draft.person ? api.outlook(draft.person) : null));
  const outlook = look.value?.person_id === draft.person ? look.value : null;
  const also = goesToSection(draft, outlook);
  const change = (part: Partial<Draft>) => setDraft((before) => typed(before, part));
  const close = () => memoStore.set(null);
  const choose = ([one]: PersonBrief[]) => {
    change({ person: one?.id ?? "", section: null });
    setUnchosen(false);
    setLate(false);
  };
  // The page may go, the session end and the screen be locked with every letter.
  useEffect(() => (isTyped(draft) ? keepDraft(draft) : forgetDraft(draft)), [draft]);
  useEffect(() => {
    void recallDraft().then((found) => {
      if (found) setDraft((now) => (isTyped(now) || !goesOn(found, now.person) ? now : { ...found, person: now.person || found.person }));
    });
  }, []);
  // Who uses a shared account now finds nothing of who did before.
  const using = me.shared?.operator?.id ?? null;
  useEffect(() => {
    if (using !== draft.operator) memoStore.set(null);
  }, [using, draft.operator]);
  // Whoever has chosen goes on with who called; whoever takes that back chooses again.
  const before = useRef(draft.person);
  useEffect(() => {
    if (before.current !== draft.person) fields.current?.querySelector<HTMLElement>(draft.person ? "[data-caller] input" : "input")?.focus();
    before.current = draft.person;
  }, [draft.person]);
  const show = (memo: Memo) => navigate(`/rooms/${memo.room_id}`);
  // To compare is not to give up: what was corrected is there when the form is opened again.
  const compare = (memo: Memo) => {
    keepApart(draft);
    close();
    show(memo);
  };
  async function send(id: Id): Promise<void> {
    setStanding(null);
    if (!draft.person) {
      setUnchosen(true);
      fields.current?.querySelector<HTMLElement>("input")?.focus();
      return;
    }
    // Nobody is told alone while they are away because an answer was slow, nor is a section told unasked.
    const known = outlook ?? (await api.outlook(draft.person));
    if (!outlook) look.replace(known);
    if (!outlook && known.proposed && draft.section === null) return setLate(true);
    const section = goesToSection(draft, known);
    const answered = await guard([draft.company, draft.caller, draft.words]);
    if (!answered) return;
    try {
      const made = await api.create({
        id,
        person_id: draft.person,
        caller: draft.caller,
        company: draft.company,
        number: draft.number,
        matter: draft.matter,
        words: draft.words,
        call_back_by: draft.matter === "call_back" ? momentOf(draft.by) : null,
        called_at: momentOf(draft.calledAt),
        section,
        operator_id: draft.operator,
        ...answered,
      });
      acted(made);
      forgetDraft(draft);
      close();
      const name = chosen?.name ?? "";
      toast(section ? t.sentSection(name) : t.sent(name), "done", { label: t.open, run: () => show(made) });
    } catch (error) {
      if (!(error instanceof Problem && error.code === "phone_memos.sent_already")) throw error;
      setStanding(await api.memo(id).catch(isGone));
    }
  }
  const { error, busy, submit, run } = useSubmit(() => send(draft.id));
  // What was corrected after it had got through is another memo, if they want it to be.
  const anew = () => {
    const id = newId();
    change({ id });
    run(() => send(id));
  };
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
          {outlook?.may_write === false && (
            <p className="field-error" role="alert">
              {t.problem_barred}
            </p>
          )}
          {Boolean(look.error) && !outlook && (
            <p className="field-error" role="alert">
              {t.unknownWhether}{" "}
              <button type="button" className="link-button" onClick={look.reload}>
                {t.again}
              </button>
            </p>
          )}
          {outlook?.section && (
            <label className="check">
              <input
                type="checkbox"
                checked={also}
                onChange={(event) => {
                  change({ section: event.currentTarget.checked });
                  setLate(false);
                }}
              />
              <span>
                {t.alsoSection(outlook.section.name, outlook.section.members)}
                <small className="block">{t.alsoSectionHint}</small>
              </span>
            </label>
          )}
          {late && (
            <p className="field-error" role="alert">
              {t.lookFirst}
            </p>
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
          {draft.matter === "call_back" && <MomentField label={t.callBackBy} min={fieldOf(opened)} max={fieldOf(opened + YEAR_MS)} value={draft.by} error={failed("call_back_by")} onChange={(next) => change({ by: next })} />}
          <MomentField label={t.calledAt} hint={t.calledAtHint} min={fieldOf(opened - MONTH_MS)} max={fieldOf(opened + DAY_MS)} value={draft.calledAt} error={failed("called_at")} onChange={(next) => change({ calledAt: next })} />
        </div>
        {standing && <Standing memo={standing} onLook={compare} onAnew={anew} />}
        {elsewhere && (
          <p className="field-error" role="alert">
            {fault(error, "person_id") ?? problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** Whether the section is told too: as they chose, else while somebody is away and few read there. */
const goesToSection = ({ section }: Draft, outlook: Outlook | null) => Boolean(outlook?.section) && (section ?? Boolean(outlook?.proposed));

/** It had got through before it was corrected: what stands there, and what can be done about it. */
function Standing({ memo, onLook, onAnew }: { memo: Memo | "gone"; onLook: (memo: Memo) => void; onAnew: () => void }) {
  const to = usePerson(memo === "gone" ? null : memo.addressee_id)?.name ?? "";
  return (
    <div className="memo-standing" role="alert">
      <p>{memo === "gone" ? t.sentGone : t.sentAlready(to, [callerOf(memo) || t.nameless, memo.number].filter(Boolean).join(" "))}</p>
      <p className="memo-buttons">
        {memo !== "gone" && (
          <button type="button" className="button small" onClick={() => onLook(memo)}>
            {t.lookAtSent}
          </button>
        )}
        <button type="button" className="button small" onClick={onAnew}>
          {t.sendAnew}
        </button>
      </p>
    </div>
  );
}

/** Where somebody is, while one writes to them. */
function Whether({ person, outlook }: { person: PersonBrief; outlook: Outlook | null }) {
  return (
    <p className="memo-whether" role="status">
      <AwayTag person={person} whole />
      <WhereaboutsTag said={person.whereabouts} until />
      {outlook?.away && <span>{t[`away_${outlook.away}`]}</span>}
      {outlook?.away && outlook.may_write && !outlook.section && <span className="hint">{t.noSection}</span>}
    </p>
  );
}
