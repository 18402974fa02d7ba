import { useId, useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps } from "../../../platform/cards.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { operatorId } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { MOST_CHECKS, type CheckWish } from "../model.ts";
import { ownNews, put } from "../store.ts";
import { t } from "../text.ts";
import { SectionField } from "./SectionField.tsx";
import { fault, problem } from "./words.ts";
import "./slips.css";

/** A check that is being chosen: its holder as the list has it. */
interface Chosen {
  key: Id;
  label: string;
  by: string;
}

const TITLE = "title ";
const PERSON = "person ";

const wishOf = ({ label, by }: Chosen): CheckWish => ({ label, title_id: by.startsWith(TITLE) ? by.slice(TITLE.length) : null, person_id: by.startsWith(PERSON) ? by.slice(PERSON.length) : null });

/** Puts a question of the council, whose answer is drafted by a section and checked one after another. */
export default function CouncilDialog({ room, thread, asPost, shared, onClose }: AddingProps) {
  const form = useId();
  // The same id while the dialog stands: sent twice, it is one question.
  const [id] = useState(newId);
  const [sender, setSender] = useState("");
  const [day, setDay] = useState("");
  const [turn, setTurn] = useState("1");
  const [subject, setSubject] = useState("");
  const [note, setNote] = useState("");
  const [unit, setUnit] = useState("");
  const [checks, setChecks] = useState<readonly Chosen[]>(() => [
    { key: newId(), label: t.sectionCheck, by: "" },
    { key: newId(), label: t.departmentCheck, by: "" },
  ]);
  const people = useLoad(`people for a question ${room}`, () => api.members(room));
  const titles = useLoad("titles for a question", api.titles);
  const change = (key: Id, part: Partial<Chosen>) => setChecks((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const { error, busy, submit } = useSubmit(async () => {
    const filled = { kind: "council" as const, unit_id: unit, sender, day, turn: Number(turn) || 0, subject, note, checks: checks.map(wishOf) };
    put(await api.make(room, { id, form: filled, thread, as_post: asPost, operator_id: operatorId() }));
    ownNews();
    announce(t.sent);
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["to", "sender", "due", "turn", "subject", "note", "checks"].every((field) => !failed(field));
  const whole = unit !== "" && day !== "" && [sender, subject].every((words) => words.trim() !== "") && checks.length > 0 && checks.every((check) => check.label.trim() !== "" && check.by !== "");
  return (
    <Dialog
      title={t.addCouncil}
      width="wide"
      onClose={onClose}
      insists={[sender, day, subject, note, unit].some((words) => words !== "") || checks.some(({ by }) => by !== "")}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || !whole}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="slip-form" onSubmit={submit}>
        {shared && <p className="hint">{t.sharedRoom}</p>}
        <TextField label={t.asker} required value={sender} error={failed("sender")} onChange={(event) => setSender(event.currentTarget.value)} />
        <DayField label={t.day} required value={day} error={failed("due")} onChange={(next) => setDay(next)} />
        <TextField label={t.turn} type="number" min={1} max={9999} required value={turn} error={failed("turn")} onChange={(event) => setTurn(event.currentTarget.value)} />
        <TextField label={t.theme} required value={subject} error={failed("subject")} onChange={(event) => setSubject(event.currentTarget.value)} />
        <TextArea label={t.question} rows={3} value={note} error={failed("note")} onChange={(event) => setNote(event.currentTarget.value)} />
        <SectionField label={t.drafter} required value={unit} error={failed("to")} onChange={setUnit} />
        <fieldset className="slip-to">
          <legend>{t.checks}</legend>
          <p className="hint">{t.checksHint}</p>
          <ol className="slip-checking">
            {checks.map((check, place) => (
              <li key={check.key}>
                <TextField label={t.checkLabel(place + 1)} required value={check.label} onChange={(event) => change(check.key, { label: event.currentTarget.value })} />
                <SelectField label={t.checkBy(place + 1)} required value={check.by} onChange={(event) => change(check.key, { by: event.currentTarget.value })}>
                  <option value="">{t.chooseSection}</option>
                  <optgroup label={t.byTitle}>
                    {(titles.value?.items ?? []).map((title) => (
                      <option key={title.id} value={`${TITLE}${title.id}`}>
                        {title.name}
                      </option>
                    ))}
                  </optgroup>
                  <optgroup label={t.byPerson}>
                    {(people.value?.items ?? []).map(({ person }) => (
                      <option key={person.id} value={`${PERSON}${person.id}`}>
                        {person.name}
                      </option>
                    ))}
                  </optgroup>
                </SelectField>
                {checks.length > 1 && (
                  <button type="button" className="icon-button small" aria-label={t.removeCheck(check.label)} onClick={() => setChecks((now) => now.filter((one) => one.key !== check.key))}>
                    <Icon name="close" size={16} />
                  </button>
                )}
              </li>
            ))}
          </ol>
          <button type="button" className="button small" disabled={checks.length >= MOST_CHECKS} onClick={() => setChecks((now) => [...now, { key: newId(), label: t.anotherCheck, by: "" }])}>
            <Icon name="plus" size={18} />
            {t.addCheck}
          </button>
          {failed("checks") && (
            <p className="field-error" role="alert">
              {failed("checks")}
            </p>
          )}
        </fieldset>
        <p className="hint">{t.sentOnce}</p>
        {listed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
