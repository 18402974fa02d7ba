import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { newId, type Id } from "../../../platform/ids.ts";
import { operatorId } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { news } from "../store.ts";
import { t } from "../text.ts";
import { fault, problem } from "./words.ts";

/** Asks those who own a room without the others knowing. */
export function AskDialog({ room, onClose, onAsked }: { room: Id; onClose: () => void; onAsked: () => void }) {
  const form = useId();
  const [id] = useState(newId);
  const [words, setWords] = useState("");
  const { error, busy, submit } = useSubmit(async () => {
    await api.ask(room, { id, words: words.trim(), operator_id: operatorId() });
    news();
    toast(t.asked);
    onAsked();
    onClose();
  });
  const failed = fault(error, "words");
  return (
    <Dialog
      title={t.askPrivately}
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
        <TextArea label={t.privateWords} hint={t.privateHint} rows={5} required value={words} error={failed} onChange={(event) => setWords(event.currentTarget.value)} />
        {Boolean(error) && !failed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
