import { useEffect, useRef } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import type { Bringing as File } from "../../store.files.ts";
import { t } from "../../text.files.ts";
import { DrawChosen } from "../annotate/DrawChosen.tsx";
import { pause, remove, resume } from "./bring.ts";
import { sizeOf } from "./size.ts";
import { isServersFault, refusalText } from "./words.ts";

/** The files that go with the message that is being written, and how far each has come. */
export function Bringing({ stream, files }: { stream: Id; files: readonly File[] }) {
  const coming = files.filter((file) => file.state !== "whole").length;
  const before = useRef(coming);
  useEffect(() => {
    if (before.current > 0 && coming === 0) announce(t.allThere);
    before.current = coming;
  }, [coming]);
  return (
    <ul className="bringing" aria-label={t.files}>
      {files.map((file) => (
        <Line key={file.id} stream={stream} file={file} />
      ))}
    </ul>
  );
}

function standing(file: File): string {
  if (file.state === "whole") return file.placeRemoved ? t.withoutPlace(sizeOf(file.size)) : sizeOf(file.size);
  if (file.state === "refused") return refusalText(file.code);
  const far = t.sentOf(sizeOf(file.sent), sizeOf(file.size));
  if (file.state === "paused") return t.paused(far);
  if (file.state !== "waiting") return far;
  // What the server lacks is said; that the line is broken is said by the words for waiting.
  return isServersFault(file.code) ? refusalText(file.code) : t.waiting(far);
}

function Line({ stream, file }: { stream: Id; file: File }) {
  const { id, name, state } = file;
  const moving = state === "sending" || state === "waiting";
  return (
    <li data-state={state}>
      <Icon name={state === "whole" ? "check" : "file"} size={18} />
      <span className="bringing-name">{name}</span>
      <small>{standing(file)}</small>
      {moving && <progress aria-label={t.progressOf(name)} max={Math.max(1, file.size)} value={file.sent} />}
      <DrawChosen stream={stream} id={id} name={name} />
      {moving && (
        <button type="button" className="link-button" aria-label={t.pauseOf(name)} onClick={() => pause(stream, id)}>
          {t.pause}
        </button>
      )}
      {(state === "paused" || state === "refused") && (
        <button type="button" className="link-button" aria-label={t.resumeOf(name)} onClick={() => resume(stream, id)}>
          {t.resume}
        </button>
      )}
      <button type="button" className="icon-button small" aria-label={t.removeOf(name)} title={t.remove} onClick={() => remove(stream, id)}>
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}

export default Bringing;
