import { useRef, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { Choice, fieldError, TextField } from "../../../design/Field.tsx";
import { newId, type Id } from "../../../platform/ids.ts";
import { tellWhy } from "../actions.ts";
import * as api from "../api.ts";
import { TEMPLATES, type Note, type Template } from "../model.ts";
import { hear } from "../store.ts";
import { t } from "../text.ts";

/** Asks for the title and the template of a new note; `from` is a note whose page it begins with instead. */
export function NewNote({ room, from, onClose, onMade }: { room: Id; from?: Note; onClose: () => void; onMade: (note: Note) => void }) {
  const [title, setTitle] = useState(from?.title ?? "");
  const [template, setTemplate] = useState<Template>("blank");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  // Sent again after a lost answer, it is the same note.
  const id = useRef(newId());
  const message = useRef(newId());
  const [told, setTold] = useState(true);
  const begin = async () => {
    if (busy || title.trim() === "") return;
    setBusy(true);
    try {
      const note = await api.begin(room, { id: id.current, title: title.trim(), template, from: from?.id ?? null, tell: told ? message.current : null });
      hear(note);
      onClose();
      onMade(note);
    } catch (refused) {
      setError(refused);
      setBusy(false);
      if (!fieldError(refused, "title")) await tellWhy(refused);
    }
  };
  return (
    <Dialog
      title={from ? t.copyNote : t.newNote}
      onClose={onClose}
      actions={
        <button type="submit" form="new-note" className="button primary" disabled={busy || title.trim() === ""}>
          {t.begin}
        </button>
      }
    >
      <form
        id="new-note"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <TextField label={t.name} hint={t.nameHint} required maxLength={120} value={title} error={fieldError(error, "title")} onChange={(event) => setTitle(event.target.value)} />
        {!from && <Choice label={t.template} value={template} options={TEMPLATES.map((value) => ({ value, label: t.templateName(value), hint: t.templateHint(value) }))} onChange={setTemplate} />}
        <label className="check">
          <input type="checkbox" checked={told} onChange={(event) => setTold(event.target.checked)} />
          {t.tellRoom}
        </label>
      </form>
    </Dialog>
  );
}
