import { useState, type FormEvent } from "react";
import { copy } from "../../../design/copy.ts";
import { TextField } from "../../../design/Field.tsx";
import { momentText } from "../../../platform/dates.ts";
import { problemText } from "../../../platform/problems.ts";
import { actText } from "../text.acts.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

const NOTE = /^\s*([0-9]+):([0-9a-f]{64})\s*$/;

/** A note as it is copied from here, or nothing when the text is none. */
function noteOf(text: string): api.Note | null {
  const [, number, hash] = NOTE.exec(text) ?? [];
  return number && hash ? { number: Number(number), hash } : null;
}

/** What was found wrong, in a sentence. */
function brokenText({ number, fault, at, act }: NonNullable<api.AuditVerification["broken"]>): string {
  const moment = at ? `${momentText(at)} ${actText(act)}` : "";
  const which = number === 0 ? t.recordBefore(moment) : t.recordNumber(number, moment);
  return { altered: t.recordAltered, missing: t.recordMissing, added: t.recordAdded, rewritten: t.recordRewritten }[fault](which);
}

/** Whether the record is as it was written. */
export function AuditCheck() {
  const [noted, setNoted] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const [found, setFound] = useState<api.AuditVerification | null>(null);
  const check = async (event: FormEvent) => {
    event.preventDefault();
    const note = noteOf(noted);
    if (noted.trim() && !note) return setWrong(t.noNote);
    setWrong(null);
    setFound(null);
    setChecking(true);
    try {
      setFound(await api.verifyAudit(note));
    } catch (error) {
      setWrong(problemText(error));
    } finally {
      setChecking(false);
    }
  };
  return (
    <details className="audit-check">
      <summary>{t.auditCheck}</summary>
      <form className="form" onSubmit={(event) => void check(event)} noValidate>
        <p className="hint">{t.auditCheckHint}</p>
        <TextField label={t.note} hint={t.noteHint} error={wrong} value={noted} onChange={(event) => setNoted(event.target.value)} autoComplete="off" spellCheck={false} />
        <div className="form-actions">
          <button type="submit" className="button primary" disabled={checking}>
            {checking ? t.checking : t.check}
          </button>
        </div>
        <div role="status">
          {found && !found.broken && <p>{found.good === 0 ? t.noAudit : t.recordsGood(found.good)}</p>}
          {found?.broken && (
            <p className="form-error">
              {brokenText(found.broken)}
              {t.recordsGoodBesides(found.good)}
            </p>
          )}
        </div>
        {found?.head && <Head {...found.head} />}
      </form>
    </details>
  );
}

/** The newest record, to be noted somewhere else. */
function Head({ number, hash }: api.Note) {
  const text = `${number}:${hash}`;
  return (
    <div className="field">
      <p className="hint">{t.headHint}</p>
      <code className="audit-note">{text}</code>
      <div className="form-actions">
        <button type="button" className="button" onClick={() => void copy(text)}>
          {t.copyNote}
        </button>
      </div>
    </div>
  );
}
