import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, SelectField, TextArea, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { newId, type Id } from "../../../../platform/ids.ts";
import { meet } from "../../../../platform/people.ts";
import { problemText } from "../../../../platform/problems.ts";
import { lengthOf } from "../../../../platform/reading.ts";
import { navigate } from "../../../../platform/router.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import { BODY_LIMIT, type Desk } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { putRoom } from "../../sync.ts";
import { t } from "../../text.requests.ts";
import { clear } from "../guard/ask.tsx";

interface Props {
  /** Where a request may go. */
  desks: readonly Desk[];
  /** The barrier that is chosen already; the only one is so anyway. */
  barrier?: Id;
  onClose: () => void;
}

/** Asks a desk to reach somebody; then the room opens in which it answers. */
export function AskDialog({ desks, barrier: given, onClose }: Props) {
  const [barrier, setBarrier] = useState(given ?? (desks.length === 1 ? (desks[0]?.barrier_id ?? "") : ""));
  const [subject, setSubject] = useState("");
  const [body, setBody] = useState("");
  // The same id for every try: a second press after a lost answer asks no second time.
  const [id] = useState(newId);
  const desk = desks.find((candidate) => candidate.barrier_id === barrier);
  const over = lengthOf(body) - BODY_LIMIT;
  const complete = desk !== undefined && subject.trim() !== "" && body.trim() !== "" && over <= 0;
  const { error, busy, submit } = useSubmit(async () => {
    if (!complete) return;
    const cleared = await clear([body]);
    if (!cleared) return;
    const request = await api.ask({ id, barrier_id: barrier, subject: subject.trim(), body: body.trim(), ...cleared });
    meet([request.asked_by]);
    chatStore.update((state) => putRoom(state, request.room));
    toast(t.asked);
    onClose();
    navigate(`/rooms/${request.room.id}`);
  });
  return (
    <Dialog
      title={t.ask}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.stop}
          </button>
          <button type="submit" form="ask-desk" className="button primary" disabled={!complete}>
            {busy ? t.sending : t.send}
          </button>
        </>
      }
    >
      <form id="ask-desk" className="form" onSubmit={submit}>
        {desks.length === 1 && desk ? (
          <p>{t.goesTo(desk.name, desk.unit_name)}</p>
        ) : (
          <SelectField label={t.to} required value={barrier} onChange={(event) => setBarrier(event.target.value)}>
            <option value="">{t.chooseDesk}</option>
            {desks.map((candidate) => (
              <option key={candidate.barrier_id} value={candidate.barrier_id}>
                {t.deskOption(candidate.name, candidate.unit_name)}
              </option>
            ))}
          </SelectField>
        )}
        <TextField label={t.subject} hint={t.subjectHint} required maxLength={80} value={subject} error={fieldError(error, "subject")} onChange={(event) => setSubject(event.target.value)} />
        <TextArea label={t.body} hint={t.whoReads} required rows={6} value={body} error={over > 0 ? t.tooLong(over) : fieldError(error, "body")} onChange={(event) => setBody(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
