import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { SelectField, TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { toast } from "../../../platform/toast.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

/** What was answered before. */
export interface Former {
  /** The message. */
  id: Id;
  words: string;
}

interface Props {
  /** What was asked. */
  words: string;
  /** The step that was seen. */
  step: number;
  hint: string;
  /** What may answer this as well. */
  former?: readonly Former[];
  /** Says the words under an id, or without words takes what was said under it. */
  send: (id: Id, words: string | null, step: number) => Promise<unknown>;
  /** The step as it is now. */
  renew: () => Promise<number>;
  onClose: () => void;
}

/** Answers a question; what was typed stays whatever is refused. */
export function AnswerDialog({ words: asked, step, hint, former = [], send, renew, onClose }: Props) {
  const form = useId();
  // The same id while the dialog stands: sent twice it is one answer.
  const [id] = useState(newId);
  const [seen, setSeen] = useState(step);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState("");
  const said = former.find((one) => one.id === chosen) ?? null;
  const { error, busy, submit } = useSubmit(async () => {
    try {
      await (said ? send(said.id, null, seen) : send(id, words.trim(), seen));
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
          <button type="submit" form={form} className="button primary" disabled={busy || (!said && words.trim() === "")}>
            {said ? t.useFormer : t.send}
          </button>
        </>
      }
    >
      <form id={form} className="question-form" onSubmit={submit}>
        <p className="question-words">{asked}</p>
        {said && <p className="question-words question-answer">{said.words}</p>}
        {!said && <TextArea label={t.answerWords} hint={hint} rows={5} required value={words} error={failed} onChange={(event) => setWords(event.currentTarget.value)} />}
        {former.length > 0 && (
          <SelectField label={t.former} hint={t.formerHint} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">{t.writeAnswer}</option>
            {former.map((one) => (
              <option key={one.id} value={one.id}>
                {shortened(one.words)}
              </option>
            ))}
          </SelectField>
        )}
        {Boolean(error) && !failed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

const SHOWN = 40;

/** The beginning of some words on one line. */
function shortened(words: string): string {
  const letters = [...words.replace(/\s+/g, " ")];
  return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join("")}…` : letters.join("");
}
