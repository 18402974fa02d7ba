import { useId, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import type { PersonBrief } from "../../../platform/people.ts";
import { operatorId } from "../../../platform/session.ts";
import { toast } from "../../../platform/toast.ts";
import * as api from "../api.ts";
import { NOTHING, type GivenAnswer, type Stamp } from "../model.ts";
import { put } from "../store.ts";
import { t } from "../text.ts";
import { AnswerFields, asGiven, isWhole } from "./Answering.tsx";
import { problem } from "./words.ts";

/** Writes down what somebody answers who said so elsewhere. */
export function AnswerFor({ stamp, person, onClose }: { stamp: Stamp; person: PersonBrief; onClose: () => void }) {
  const form = useId();
  const [draft, setDraft] = useState<GivenAnswer>(NOTHING);
  // What others said is no part of it.
  const blank: Stamp = { ...stamp, mine: null, counts: null };
  const { error, busy, submit } = useSubmit(async () => {
    put(await api.answerFor(stamp.id, person.id, asGiven(stamp, draft), operatorId()));
    toast(t.enteredNow(person.name));
    onClose();
  });
  return (
    <Dialog
      title={t.enterFor(person.name)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form={form} className="button primary" disabled={busy || !isWhole(stamp, draft)}>
            {t.enter}
          </button>
        </>
      }
    >
      <form id={form} className="stamp-form" onSubmit={submit}>
        <p className="stamp-question">{stamp.question}</p>
        <p className="hint">{t.enterHint}</p>
        <AnswerFields stamp={blank} draft={draft} open tab={undefined} onDraft={setDraft} />
        {Boolean(error) && (
          <p className="field-error" role="alert">
            {problem(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
