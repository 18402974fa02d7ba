import { useState, type FormEvent } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { fieldError, TextField } from "../../../design/Field.tsx";
import { newId } from "../../../platform/ids.ts";
import { problemText } from "../../../platform/problems.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";

interface Props {
  onMade: (name: string, secret: string) => void;
  onClose: () => void;
}

/** Names the system that a new token is for. */
export function TokenForm({ onMade, onClose }: Props) {
  // The same id for every try: a press that is repeated makes no second token.
  const [fresh] = useState(newId);
  const [name, setName] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const made = await api.makeToken({ id: fresh, name: name.trim() });
      onMade(made.token.name, made.secret);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.newToken}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="scim-token-form" className="button primary">
            {busy ? t.making : t.make}
          </button>
        </>
      }
    >
      <form id="scim-token-form" className="form" onSubmit={(event) => void make(event)}>
        <TextField label={t.name} hint={t.nameHint} required maxLength={50} autoComplete="off" value={name} error={fieldError(error, "name")} onChange={(event) => setName(event.target.value)} />
        <p className="hint">{t.power}</p>
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
