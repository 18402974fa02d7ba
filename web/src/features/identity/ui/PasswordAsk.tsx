import { useId, useState, type FormEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { problemText } from "../../../platform/problems.ts";
import { t } from "../text.ts";

interface Props {
  title: string;
  text: string;
  danger?: boolean;
  /** Whether there is a password to ask for; without one, whoever has just signed in may go on. */
  hasOne: boolean;
  /** Throws what the server refuses with; the dialog stays open then. */
  run: (password: string) => Promise<void>;
  onClose: () => void;
  /** Says what it was refused for. */
  words?: (error: unknown) => string;
}

/** Asks for the password once more: who finds a desk left open must not change how its owner signs in. */
export function PasswordAsk({ title, text, danger = false, hasOne, run, onClose, words = problemText }: Props) {
  const form = useId();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    run(password)
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      title={title}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form={form} className={danger ? "button danger" : "button primary"} disabled={busy || (hasOne && password === "")}>
          {title}
        </button>
      }
    >
      <form id={form} className="form" onSubmit={submit}>
        <p>{text}</p>
        {!hasOne && <p className="hint">{t.noPassword}</p>}
        {!hasOne && Boolean(error) && (
          <p className="form-error" role="alert">
            {words(error)}
          </p>
        )}
        {hasOne && <TextField label={t.currentPassword} required type="password" autoComplete="current-password" error={error ? words(error) : null} value={password} onChange={(event) => setPassword(event.target.value)} />}
      </form>
    </Dialog>
  );
}
