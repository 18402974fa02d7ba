import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { toast } from "../../../platform/toast.ts";
import type { Wording } from "../model.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

interface Props {
  title: string;
  label: string;
  done: string;
  /** What to begin with. */
  wording: Wording;
  /** What is to be minded. */
  note?: string;
  send: (wording: Wording) => Promise<unknown>;
  onClose: () => void;
}

/** Words a question and its answer for everybody. */
export function WordingDialog({ title, label, done, wording, note, send, onClose }: Props) {
  const form = useId();
  const [question, setQuestion] = useState(wording.question);
  const [answer, setAnswer] = useState(wording.answer);
  const { error, busy, submit } = useSubmit(async () => {
    try {
      await send({ question: question.trim(), answer: answer.trim() });
    } finally {
      news();
    }
    toast(done);
    onClose();
  });
  const [ofQuestion, ofAnswer] = [fault(error, "question"), fault(error, "answer")];
  return (
    <Dialog
      title={title}
      onClose={onClose}
      insists={question !== wording.question || answer !== wording.answer}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || question.trim() === "" || answer.trim() === ""}>
            {label}
          </button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={submit}>
        {note && <p className="hint">{note}</p>}
        <TextArea label={t.entryQuestion} hint={t.entryHint} rows={3} required value={question} error={ofQuestion} onChange={(event) => setQuestion(event.currentTarget.value)} />
        <TextArea label={t.entryAnswer} rows={7} required value={answer} error={ofAnswer} onChange={(event) => setAnswer(event.currentTarget.value)} />
        {Boolean(error) && !ofQuestion && !ofAnswer && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
