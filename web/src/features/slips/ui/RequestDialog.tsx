import { useId, useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea, TextField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps } from "../../../platform/cards.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { useLoad } from "../../../platform/load.ts";
import { operatorId } from "../../../platform/session.ts";
import { unitName } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { keyOf, MOST_LINES, type Addressee } from "../model.ts";
import { ownNews, put } from "../store.ts";
import { t } from "../text.ts";
import { Files, wholeOf, type Brought } from "./Files.tsx";
import { SectionField } from "./SectionField.tsx";
import { fault, problem } from "./words.ts";
import "./slips.css";

interface Named {
  to: Addressee;
  name: string;
}

type DueKind = "none" | "day" | "open_days";

/** Asks sections and people for something. */
export default function RequestDialog({ room, thread, asPost, shared, onClose }: AddingProps) {
  const form = useId();
  // The same id while the dialog stands: sent twice, it is one request.
  const [id] = useState(newId);
  const [subject, setSubject] = useState("");
  const [note, setNote] = useState("");
  const [to, setTo] = useState<readonly Named[]>([]);
  const [dueKind, setDueKind] = useState<DueKind>("open_days");
  const [day, setDay] = useState("");
  const [openDays, setOpenDays] = useState("5");
  // Chosen with the arrows of the keyboard, which pass over others: added by a press of its own.
  const [unit, setUnit] = useState<Id>("");
  const [person, setPerson] = useState<Id>("");
  const [files, setFiles] = useState<readonly Brought[]>([]);
  const people = useLoad(`people for a request ${room}`, () => api.members(room));
  const add = (named: Named) => setTo((now) => (now.length >= MOST_LINES || now.some((one) => keyOf(one.to) === keyOf(named.to)) ? now : [...now, named]));
  const pending = unit !== "" || person !== "";
  const addChosen = () => {
    if (unit !== "") add({ to: { kind: "unit", unit_id: unit }, name: unitName(unit) ?? t.section });
    const found = people.value?.items.find((one) => one.person.id === person);
    if (found) add({ to: { kind: "person", person_id: person }, name: found.person.name });
    setUnit("");
    setPerson("");
  };
  const due = dueKind === "day" && day !== "" ? { on: day } : dueKind === "open_days" ? { in_open_days: Number(openDays) || 0 } : null;
  const { error, busy, submit } = useSubmit(async () => {
    const filled = { kind: "request" as const, subject, note, to: to.map((one) => one.to), due };
    put(await api.make(room, { id, form: filled, files: wholeOf(files), thread, as_post: asPost, operator_id: operatorId() }));
    ownNews();
    announce(t.sent);
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["to", "subject", "note", "due"].every((field) => !failed(field));
  return (
    <Dialog
      title={t.addRequest}
      width="wide"
      onClose={onClose}
      insists={pending || subject !== "" || note !== "" || to.length > 0 || files.length > 0}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || to.length === 0 || pending || subject.trim() === "" || files.some(({ state }) => state !== "whole")}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="slip-form" onSubmit={submit}>
        {shared && <p className="hint">{t.sharedRoom}</p>}
        <TextField label={t.subject} required value={subject} error={failed("subject")} onChange={(event) => setSubject(event.currentTarget.value)} />
        <TextArea label={t.note} rows={2} value={note} error={failed("note")} onChange={(event) => setNote(event.currentTarget.value)} />
        <fieldset className="slip-to">
          <legend>{t.to}</legend>
          <p className="hint">{t.toHint}</p>
          {to.length > 0 && (
            <ul className="slip-chips" aria-label={t.to}>
              {to.map((one) => (
                <li key={keyOf(one.to)}>
                  {one.name}
                  <button type="button" className="icon-button small" aria-label={t.removeTo(one.name)} onClick={() => setTo((now) => now.filter((other) => other !== one))}>
                    <Icon name="close" size={16} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <SectionField label={t.section} value={unit} onChange={setUnit} />
          <SelectField label={t.people} value={person} onChange={(event) => setPerson(event.currentTarget.value)}>
            <option value="">{t.chooseSection}</option>
            {(people.value?.items ?? []).map(({ person }) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
          </SelectField>
          <button type="button" className="button small" onClick={addChosen}>
            <Icon name="plus" size={18} />
            {t.addTo}
          </button>
          {pending && (
            <p className="hint" role="status">
              {t.notAdded}
            </p>
          )}
          {failed("to") && (
            <p className="field-error" role="alert">
              {failed("to")}
            </p>
          )}
        </fieldset>
        <Choice
          label={t.due}
          value={dueKind}
          options={[
            { value: "open_days", label: t.inOpenDays },
            { value: "day", label: t.onDay },
            { value: "none", label: t.noDue },
          ]}
          onChange={setDueKind}
        />
        {dueKind === "day" && <DayField label={t.dueDay} required value={day} error={failed("due")} onChange={(next) => setDay(next)} />}
        {dueKind === "open_days" && <TextField label={t.openDays} type="number" min={1} max={250} required value={openDays} error={failed("due")} onChange={(event) => setOpenDays(event.currentTarget.value)} />}
        <Files label={t.files} choose={t.addFiles} files={files} onChange={setFiles} />
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
