import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { useSubmit } from "../../../design/useSubmit.ts";
import { problemText } from "../../../platform/problems.ts";
import * as api from "../api.ts";
import type { Transfer } from "../model.ts";
import { t } from "../text.ts";
import type { Act } from "./useTransfer.ts";

/** Asks before a transfer is taken back, and has its name typed: nobody does this by a slip of the hand. */
export function UndoDialog({ transfer, act, onClose }: { transfer: Transfer; act: Act; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const isSame = typed.trim() === transfer.name;
  const { error, busy, submit } = useSubmit(async () => {
    if (!isSame) return;
    await act(t.undoBegins, (now) => api.undo(now.id));
    onClose();
  });
  return (
    <Dialog
      title={t.undo}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
          <button type="submit" form="transfer-undo-form" className="button danger" disabled={busy || !isSame}>
            {t.undo}
          </button>
        </>
      }
    >
      <form id="transfer-undo-form" className="form" onSubmit={submit}>
        <p>{t.undoAsk}</p>
        <p>{t.undoKeeps}</p>
        <TextField label={t.undoType(transfer.name)} required autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
        {Boolean(error) && (
          <p className="form-error" role="alert">
            {problemText(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
