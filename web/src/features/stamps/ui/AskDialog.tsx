import { useId, useState } from "react";
import { MomentField } from "../../../design/days/DayField.tsx";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, SelectField, TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { announce } from "../../../platform/announce.ts";
import type { AddingProps } from "../../../platform/cards.ts";
import { newId } from "../../../platform/ids.ts";
import { useMe } from "../../../platform/session.ts";
import * as api from "../api.ts";
import { fromField, KINDS, type Kind, type Shows } from "../model.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { OptionFields, SlotFields, usable, type SlotDraft } from "./OptionFields.tsx";
import { fault, problem } from "./words.ts";
import "./stamps.css";

const SHOWS: readonly Shows[] = ["always", "answered", "closed", "asker"];
const SECRET_SHOWS: readonly Shows[] = ["closed", "asker"];
/** Who answers these is what they are about. */
const NAMED: readonly Kind[] = ["attendance", "schedule"];

/** One dialog for every question that can be put into a room. */
export function AskDialog({ room, thread, asPost, shared, onClose, first }: AddingProps & { first: Kind }) {
  const me = useMe();
  const form = useId();
  // The same id while the dialog stands: sent twice, it is one stamp.
  const [id] = useState(newId);
  const [kind, setKind] = useState<Kind>(first);
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(["", ""]);
  const [slots, setSlots] = useState<SlotDraft[]>([{ day: "", from: "", to: "" }]);
  const [several, setSeveral] = useState(false);
  const [wantsSecret, setSecret] = useState(false);
  const [wants, setShows] = useState<Shows>("always");
  const [changeable, setChangeable] = useState(true);
  const [deadline, setDeadline] = useState("");
  const secret = wantsSecret && !NAMED.includes(kind);
  const shows = secret && !SECRET_SHOWS.includes(wants) ? "closed" : wants;
  const { error, busy, submit } = useSubmit(async () => {
    const made = await api.ask(room, {
      id,
      kind,
      question,
      options: kind === "choice" ? options.filter((option) => option.trim() !== "") : [],
      slots: kind === "schedule" ? usable(slots) : [],
      several: several && kind === "choice",
      anonymous: secret,
      shows,
      changeable: changeable && !secret,
      deadline: deadline ? fromField(deadline) : null,
      thread,
      as_post: asPost,
      operator_id: me.shared?.operator?.id ?? null,
    });
    put(made);
    announce(t.sent);
    onClose();
  });
  const failed = (field: string) => fault(error, field);
  const listed = Boolean(error) && ["question", "deadline", "options", "slots"].every((field) => !failed(field));
  return (
    <Dialog
      title={first === "schedule" ? t.addPoll : t.add}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || question.trim() === ""}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="stamp-form" onSubmit={submit}>
        {shared && <p className="hint">{secret ? t.sharedSecret : t.sharedRoom}</p>}
        {first !== "schedule" && <Choice label={t.kind} value={kind} options={KINDS.filter((one) => one !== "schedule").map((value) => ({ value, label: t[value] }))} onChange={setKind} />}
        <TextArea label={t.question} hint={t.questionHint} required rows={2} value={question} error={failed("question")} onChange={(event) => setQuestion(event.currentTarget.value)} />
        {kind === "choice" && <OptionFields options={options} several={several} error={error} onOptions={setOptions} onSeveral={setSeveral} />}
        {kind === "schedule" && <SlotFields slots={slots} error={error} onSlots={setSlots} />}
        <MomentField label={t.deadline} hint={t.deadlineHint} value={deadline} error={failed("deadline")} onChange={(next) => setDeadline(next)} />
        {!NAMED.includes(kind) && (
          <Choice
            label={t.names}
            value={secret ? "secret" : "named"}
            options={[
              { value: "named", label: t.named, hint: t.namedHint },
              { value: "secret", label: t.anonymous, hint: t.anonymousHint },
            ]}
            onChange={(value) => setSecret(value === "secret")}
          />
        )}
        <SelectField label={t.shows} hint={secret ? undefined : t.showsHint} value={shows} onChange={(event) => setShows(event.currentTarget.value as Shows)}>
          {(secret ? SECRET_SHOWS : SHOWS).map((value) => (
            <option key={value} value={value}>
              {t[value]}
            </option>
          ))}
        </SelectField>
        {!secret && (
          <label className="check">
            <input type="checkbox" checked={changeable} onChange={(event) => setChangeable(event.currentTarget.checked)} />
            {t.changeable}
          </label>
        )}
        {listed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
