import { useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextField } from "../../../design/Field.tsx";
import { placedOf, WIDTHS, type Width } from "../model.files.ts";
import { t } from "../text.files.ts";

/** How wide a picture is drawn, and what stands for it where it is not seen. */
export function FileDialog({ attrs, onSet, onClose }: { attrs: Readonly<Record<string, unknown>>; onSet: (width: Width, alt: string) => void; onClose: () => void }) {
  const held = placedOf(attrs);
  const [width, setWidth] = useState(held.width);
  const [alt, setAlt] = useState(held.alt);
  return (
    <Dialog
      title={t.settings}
      width="small"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t.cancelDialog}
          </button>
          <button type="submit" form="note-file-settings" className="button primary">
            {t.save}
          </button>
        </>
      }
    >
      <form
        id="note-file-settings"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          onSet(width, alt.trim());
        }}
      >
        <fieldset className="field">
          <legend>{t.width}</legend>
          <div className="note-widths">
            {WIDTHS.map((one) => (
              <label key={one} className="choice">
                <input type="radio" name="note-file-width" value={one} checked={width === one} onChange={() => setWidth(one)} />
                {t.widthOf(one)}
              </label>
            ))}
          </div>
        </fieldset>
        <TextField label={t.alt} hint={t.altHint} maxLength={300} value={alt} onChange={(event) => setAlt(event.target.value)} />
      </form>
    </Dialog>
  );
}
