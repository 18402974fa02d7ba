import { useId } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { again, cancel } from "../actions.files.ts";
import { sizeOf } from "../model.files.ts";
import { comingStore, NONE_COMING, type Coming as ComingFile } from "../store.files.ts";
import { t } from "../text.files.ts";
import { refusalText } from "./fileWords.ts";

/** The files that are on their way to a note, with how far each has come. */
export function Coming({ note }: { note: Id }) {
  const coming = useStore(comingStore, (all) => all[note] ?? NONE_COMING);
  const id = useId();
  if (coming.length === 0) return null;
  return (
    <section className="note-band note-coming" aria-labelledby={id}>
      <h2 id={id} className="visually-hidden">
        {t.coming}
      </h2>
      {coming.some(({ state }) => state === "waiting") && <p role="status">{t.waiting}</p>}
      <ul>
        {coming.map((file) => (
          <Row key={file.id} note={note} file={file} />
        ))}
      </ul>
      <small>{t.closing}</small>
    </section>
  );
}

function Row({ note, file: { id, name, size, sent, state, code } }: { note: Id; file: ComingFile }) {
  return (
    <li data-state={state}>
      <b>{name}</b>
      {state === "refused" ? (
        <span className="field-error">{refusalText(code)}</span>
      ) : state === "checking" ? (
        <span role="status">{t.checking}</span>
      ) : (
        <>
          <progress aria-label={t.progressOf(name)} max={Math.max(1, size)} value={sent} />
          <small>{t.sending(sizeOf(sent), sizeOf(size))}</small>
        </>
      )}
      {(state === "refused" || state === "waiting") && (
        <button type="button" className="button small" aria-label={t.againOf(name)} onClick={() => again(id)}>
          {t.again}
        </button>
      )}
      <button type="button" className="button small" aria-label={t.cancelOf(name)} onClick={() => cancel(note, id)}>
        {t.cancel}
      </button>
    </li>
  );
}
