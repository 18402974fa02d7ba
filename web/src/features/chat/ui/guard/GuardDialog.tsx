import { useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import type { Answered } from "../../api.guard.ts";
import { t } from "../../text.guard.ts";
import { holdsPersonalNumber } from "./number.ts";

/** Asks whether words with a personal number in them are meant to be sent, and why. */
export function GuardDialog({ withReason, onAnswer }: { withReason: boolean; onAnswer: (answered: Answered | null) => void }) {
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const wrong = withReason && (reason.trim() === "" || holdsPersonalNumber(reason));
  return (
    <Dialog
      title={t.title}
      onClose={() => onAnswer(null)}
      width="small"
      actions={
        <>
          <button type="button" className="button" onClick={() => onAnswer(null)}>
            {t.stop}
          </button>
          <button type="submit" form="guard" className="button danger">
            {t.send}
          </button>
        </>
      }
    >
      <form
        id="guard"
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!wrong) onAnswer({ reason: withReason ? reason.trim() : null });
        }}
      >
        <p>{t.ask}</p>
        {withReason && <TextField label={t.reason} hint={t.reasonHint} required maxLength={200} value={reason} error={tried && wrong ? t.reasonWrong : null} onChange={(event) => setReason(event.target.value)} />}
      </form>
    </Dialog>
  );
}
