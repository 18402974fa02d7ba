import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../../design/Field.tsx";
import { useSubmit } from "../../../../design/useSubmit.ts";
import { problemText } from "../../../../platform/problems.ts";
import { t } from "../../text.albums.ts";

interface Props {
  title: string;
  label: string;
  hint: string;
  field: string;
  before: string;
  confirm: string;
  /** May be empty. */
  optional?: boolean;
  /** Whether it was done. */
  act: (words: string) => Promise<boolean>;
  onClose: () => void;
}

/** Asks for a line of words. */
export function NameDialog({ title, label, hint, field, before, confirm, optional = false, act, onClose }: Props) {
  const [words, setWords] = useState(before);
  const { error, busy, submit } = useSubmit(async () => {
    if (await act(words.trim())) onClose();
  });
  const faulty = fieldError(error, field);
  return (
    <Dialog
      title={title}
      width="small"
      insists={words !== before}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="album-words" className="button primary" disabled={busy || (!optional && words.trim() === "")}>
            {confirm}
          </button>
        </>
      }
    >
      <form id="album-words" onSubmit={submit}>
        <TextField label={label} hint={hint} value={words} required={!optional} error={faulty} onChange={(event) => setWords(event.target.value)} />
        {Boolean(error) && !faulty && (
          <p className="field-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
