import { useRef, useState } from "react";
import { Dialog } from "../../../design/Dialog.tsx";
import { TextArea } from "../../../design/Field.tsx";
import { newId, type Id } from "../../../platform/ids.ts";
import { comment } from "../actions.ts";
import { t } from "../text.ts";

/** Asks what to say of the words that were chosen. */
export function CommentDialog({ note, place, words, onClose }: { note: Id; place: string; words: string; onClose: () => void }) {
  const [body, setBody] = useState("");
  const id = useRef(newId());
  const send = async () => {
    if (await comment(note, { id: id.current, root_id: null, place, words, body })) onClose();
  };
  return (
    <Dialog
      title={t.comment}
      width="small"
      onClose={onClose}
      actions={
        <button type="submit" form="note-comment" className="button primary" disabled={body.trim() === ""}>
          {t.send}
        </button>
      }
    >
      <form
        id="note-comment"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <blockquote className="note-words">{words}</blockquote>
        <TextArea label={t.comment} required rows={4} maxLength={2000} value={body} onChange={(event) => setBody(event.target.value)} />
      </form>
    </Dialog>
  );
}
