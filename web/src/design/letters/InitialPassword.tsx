import { useState } from "react";
import { copy } from "../copy.ts";
import { Dialog } from "../Dialog.tsx";
import { Letters, type Letter } from "./Letters.tsx";
import { t } from "./text.ts";

/** Somebody's initial password, shown this once: to be told, copied, or handed over as a letter. */
export function InitialPassword({ letter, onClose }: { letter: Letter; onClose: () => void }) {
  const [printing, setPrinting] = useState(false);
  return (
    <Dialog
      title={t.initialPassword}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={() => setPrinting(true)}>
            {t.print}
          </button>
          <button type="button" className="button primary" onClick={() => void copy(letter.password)}>
            {t.copy}
          </button>
        </>
      }
    >
      <p className="initial-password">
        <code>{letter.password}</code>
      </p>
      <p>{t.hint(letter.name)}</p>
      {printing && <Letters letters={[letter]} onDone={() => setPrinting(false)} />}
    </Dialog>
  );
}
