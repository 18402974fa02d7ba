import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { newId } from "../../../platform/ids.ts";
import { operatorId } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import type { Line, Slip, Speaking } from "../model.ts";
import { news, put } from "../store.ts";
import { t } from "../text.ts";
import { Files, wholeOf, type Brought } from "./Files.tsx";
import { actText, didText, fault, problem } from "./words.ts";
import "./slips.css";

interface Props {
  slip: Slip;
  line: Line;
  name: string;
  what: Speaking;
  onClose: () => void;
}

/** Answers a request, or returns an answer with a reason. */
export function WordsDialog({ slip, line, name, what, onClose }: Props) {
  const form = useId();
  // The same id and what was seen while the dialog stands: sent twice it is one answer, and what changed meanwhile is not written over.
  const [id] = useState(newId);
  const [step] = useState(line.step);
  // A draft is corrected from where it is.
  const drafts = slip.kind === "council" && what === "answer";
  const [words, setWords] = useState(drafts ? line.answer : "");
  const [files, setFiles] = useState<readonly Brought[]>([]);
  const { error, busy, submit } = useSubmit(async () => {
    put(await api.step(slip.id, line.number, { act: what, step, words, reply_id: id, files: wholeOf(files), operator_id: operatorId() }));
    news();
    toast(didText(slip.kind, what));
    onClose();
  });
  const failed = fault(error, "words");
  const label = actText(slip.kind, what, false);
  return (
    <Dialog
      title={`${label}: ${name}`}
      onClose={onClose}
      insists={words !== "" || files.length > 0}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || words.trim() === "" || files.some(({ state }) => state !== "whole")}>
            {label}
          </button>
        </>
      }
    >
      <form id={form} className="slip-form" onSubmit={submit}>
        <p>{slip.subject}</p>
        {drafts && slip.note !== "" && <p className="slip-words">{slip.note}</p>}
        {drafts && line.reason !== "" && line.state === "returned" && <p className="slip-words">{t.reason(line.reason)}</p>}
        <TextArea label={drafts ? t.draftWords : what === "answer" ? t.answerWords : t.reasonWords} hint={drafts ? t.draftHint : what === "answer" ? t.answerHint : t.reasonHint} rows={drafts ? 10 : 4} required value={words} error={failed} onChange={(event) => setWords(event.currentTarget.value)} />
        {what === "answer" && <Files label={t.files} choose={t.addFiles} files={files} onChange={setFiles} />}
        {Boolean(error) && !failed && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
