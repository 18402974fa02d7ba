import { useId, useRef, useState, type DragEvent } from "react";
import { Icon } from "../../../design/Icon.tsx";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { toast } from "../../../platform/toast.ts";
import { again, bringFiles, cancel, pause } from "../actions.files.ts";
import { fitting, MOST_FILES, sizeOf, type BroadcastFile, type Coming } from "../model.files.ts";
import { bringingStore, NOTHING } from "../store.files.ts";
import { t } from "../text.files.ts";
import { refusalText } from "./fileWords.ts";

interface Props {
  draft: Id;
  files: readonly BroadcastFile[];
  /** The server did not take one of them. */
  refused: boolean;
  onRemove: (file: BroadcastFile) => void;
}

const carriesFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;

/** What goes with a draft: chosen or dropped, and sent as soon as it is. */
export function FileFields({ draft, files, refused, onRemove }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const [over, setOver] = useState(false);
  const { coming } = useStore(bringingStore, (all) => all[draft] ?? NOTHING);
  const there = files.length + coming.length;
  const add = (chosen: readonly File[]) => {
    const some = fitting(chosen, there);
    if (some.length < chosen.length) toast(t.tooMany(MOST_FILES), "error");
    if (some.length > 0) void bringFiles(draft, some);
  };
  const onDragOver = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    add([...(event.dataTransfer?.files ?? [])]);
  };
  return (
    <section className="field broadcast-attach" aria-labelledby={id} data-over={over || undefined} onDragOver={onDragOver} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <span id={id}>{t.files}</span>
      {files.length > 0 && (
        <ul className="broadcast-files">
          {files.map((file) => (
            <li key={file.id}>
              <b>{file.name}</b>
              <small>
                {t.kindOf(file.kind)} ・ {sizeOf(file.size)}
              </small>
              <button
                type="button"
                className="button small"
                aria-label={t.removeOf(file.name)}
                onClick={() => {
                  onRemove(file);
                  chooser.current?.focus();
                }}
              >
                {t.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ComingFiles draft={draft} />
      {refused && (
        <p className="field-error" role="alert">
          {t.notTaken}
        </p>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t.choose}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = "";
        }}
      />
      <button ref={chooser} type="button" className="button small" disabled={there >= MOST_FILES} onClick={() => input.current?.click()}>
        <Icon name="attach" size={18} />
        {t.choose}
      </button>
      <small className="hint">{t.hint(MOST_FILES)}</small>
    </section>
  );
}

/** The files that are on their way to a draft, with how far each has come. */
export function ComingFiles({ draft }: { draft: Id }) {
  const { coming } = useStore(bringingStore, (all) => all[draft] ?? NOTHING);
  if (coming.length === 0) return null;
  return (
    <ul className="broadcast-files" aria-label={t.coming}>
      {coming.map((file) => (
        <Row key={file.id} draft={draft} file={file} />
      ))}
    </ul>
  );
}

function Row({ draft, file: { id, name, size, sent, state, code } }: { draft: Id; file: Coming }) {
  const goOn = () => again(draft, id);
  // One button through all of its states, so that it keeps the keys.
  const act = {
    sending: { word: t.pause, name: t.pauseOf(name), run: () => pause(draft, id) },
    paused: { word: t.goOn, name: t.goOnOf(name), run: goOn },
    waiting: { word: t.again, name: t.againOf(name), run: goOn },
    refused: { word: t.again, name: t.againOf(name), run: goOn },
    checking: null,
  }[state];
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
      {state === "waiting" && <span role="status">{t.waiting}</span>}
      {state === "paused" && <span role="status">{t.paused}</span>}
      {act && (
        <button type="button" className="button small" aria-label={act.name} onClick={act.run}>
          {act.word}
        </button>
      )}
      <button type="button" className="button small" aria-label={t.cancelOf(name)} onClick={() => cancel(draft, id)}>
        {t.cancel}
      </button>
    </li>
  );
}
