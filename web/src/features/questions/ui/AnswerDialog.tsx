import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { toast } from "../../../platform/toast.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

interface Props {
  /** What was asked. */
  words: string;
  /** The step that was seen. */
  step: number;
  hint: string;
  send: (id: Id, words: string, step: number) => Promise<unknown>;
  /** The step as it is now. */
  renew: () => Promise<number>;
  onClose: () => void;
}

/** Answers a question; what was typed stays whatever is refused. */
export function AnswerDialog({ words: asked, step, hint, send, renew, onClose }: Props) {
  const form = useId();
  // The same id while the dialog stands: sent twice it is one answer.
  const [id] = useState(newId);
  const [seen, setSeen] = useState(step);
  const [words, setWords] = useState("");
  const { error, busy, submit } = useSubmit(async () => {
    try {
      await send(id, words.trim(), seen);
    } catch (refused) {
      // What is sent again after that was said is meant so.
      if (refused instanceof Problem && refused.code === "stale") setSeen(await renew());
      news();
      throw refused;
    }
    news();
    toast(t.did_answer);
    onClose();
  });
  const failed = fault(error, "words");
  return (
    <Dialog
      title={t.answerTo}
      onClose={onClose}
      insists={words !== ""}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || words.trim() === ""}>
            {t.send}
          </button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={submit}>
        <p className="question-words">{asked}</p>
        <TextArea label={t.answerWords} hint={hint} rows={5} required value={words} error={failed} onChange={(event) => setWords(event.currentTarget.value)} />
        {Boolean(error) && !failed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
