import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import { toast } from "../../../platform/toast.ts";
import type { Wording } from "../model.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

/** Words as they are now, and the step that says so. */
export interface Current extends Wording {
  step: number;
}

interface Props {
  title: string;
  label: string;
  done: string;
  /** What to begin with. */
  wording: Wording;
  /** The step that was seen; nothing for what is new. */
  step: number | null;
  /** What is to be minded. */
  note?: string;
  send: (wording: Wording, step: number | null) => Promise<unknown>;
  /** What somebody else made of it meanwhile; nothing when it is gone. */
  renew?: () => Promise<Current | null>;
  onClose: () => void;
}

/** Words a question and its answer for everybody; what was typed stays whatever is refused. */
export function WordingDialog({ title, label, done, wording, step, note, send, renew, onClose }: Props) {
  const form = useId();
  const [question, setQuestion] = useState(wording.question);
  const [answer, setAnswer] = useState(wording.answer);
  const [seen, setSeen] = useState(step);
  const [current, setCurrent] = useState<Current | null>(null);
  const [gone, setGone] = useState(false);
  const { error, busy, submit } = useSubmit(async () => {
    try {
      await send({ question: question.trim(), answer: answer.trim() }, seen);
    } catch (refused) {
      const late = refused instanceof Problem && (refused.code === "stale" || refused.status === 404);
      if (late && renew) {
        const now = await renew();
        setGone(now === null);
        setCurrent(now);
        // What is sent again after that was shown is meant so.
        if (now) setSeen(now.step);
      }
      throw refused;
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
          <button type="submit" form={form} className="button primary" disabled={busy || gone || question.trim() === "" || answer.trim() === ""}>
            {label}
          </button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={submit}>
        {note && <p className="hint">{note}</p>}
        <TextArea label={t.entryQuestion} hint={t.entryHint} rows={3} required value={question} error={ofQuestion} onChange={(event) => setQuestion(event.currentTarget.value)} />
        <TextArea label={t.entryAnswer} hint={t.entryAnswerHint} rows={7} required value={answer} error={ofAnswer} onChange={(event) => setAnswer(event.currentTarget.value)} />
        {Boolean(error) && !ofQuestion && !ofAnswer && (
          <p className="field-error" role="alert">
            {gone ? t.problem_entry_gone : problem(error)}
          </p>
        )}
        {current && <AsItIs {...current} />}
      </form>
    </Dialog>
  );
}

/** The words that stand there now. */
function AsItIs({ question, answer }: Wording) {
  return (
    <div role="group" aria-label={t.asItIs} className="question-answer">
      <p className="hint">{t.asItIs}</p>
      <p className="question-words">{question}</p>
      <p className="question-words">{answer}</p>
    </div>
  );
}
