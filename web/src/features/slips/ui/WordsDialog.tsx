import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { Problem } from "../../../platform/http.ts";
import { newId } from "../../../platform/ids.ts";
import { operatorId } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import type { Line, Slip, Speaking } from "../model.ts";
import { ownNews, put } from "../store.ts";
import { t } from "../text.ts";
import { Files, wholeOf, type Brought } from "./Files.tsx";
import { usePeople } from "./usePeople.ts";
import { actText, didText, fault, lastText, problem } from "./words.ts";
import "./slips.css";

/** What somebody is about to say of a line of a slip. */
export interface Spoken {
  slip: Slip;
  line: Line;
  name: string;
  what: Speaking;
}

interface Props extends Spoken {
  onClose: () => void;
}

/** Answers a request, or returns an answer with a reason. */
export function WordsDialog({ slip, line, name, what, onClose }: Props) {
  const form = useId();
  // The same id while the dialog stands: sent twice it is one answer.
  const [id] = useState(newId);
  // What was seen: what changed meanwhile is not written over, but shown, and what is sent again then is meant so.
  const [seen, setSeen] = useState(slip);
  const now = seen.lines.find(({ number }) => number === line.number) ?? line;
  const people = usePeople([seen]);
  // A draft is corrected from where it is.
  const drafts = slip.kind === "council" && what === "answer";
  const [words, setWords] = useState(drafts ? line.answer : "");
  const [files, setFiles] = useState<readonly Brought[]>([]);
  const { error, busy, submit } = useSubmit(async () => {
    try {
      put(await api.step(slip.id, line.number, { act: what, step: now.step, words, reply_id: id, files: wholeOf(files), operator_id: operatorId() }));
    } catch (refused) {
      if (refused instanceof Problem && refused.code === "stale") {
        const newer = await api.slip(slip.id);
        put(newer);
        setSeen(newer);
      }
      throw refused;
    }
    ownNews();
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
        {now.step !== line.step && (
          <div className="slip-now" role="group" aria-label={t.nowState}>
            <p className="slip-head">
              <span className="tag" data-state={now.state}>
                {t[now.state]}
              </span>
              <span className="hint">{lastText(slip.kind, now, people)}</span>
            </p>
            {now.answer !== "" && <p className="slip-words slip-answer">{now.answer}</p>}
          </div>
        )}
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
