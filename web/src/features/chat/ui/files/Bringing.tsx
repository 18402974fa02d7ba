import { useEffect, useId, useRef } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { lineStore } from "../../../../platform/live.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import type { Bringing as File } from "../../store.files.ts";
import { t } from "../../text.files.ts";
import { SameName } from "../versions/SameName.tsx";
import { bringAnew, pause, remove, resume } from "./bring.ts";
import { CameraButton, touches } from "./CameraButton.tsx";
import { mayLeave } from "./leaving.ts";
import { DrawChosen } from "../annotate/DrawChosen.tsx";
import { sizeOf } from "./size.ts";
import { chooseQuality, qualityStore, type Quality } from "./photo.ts";
import { isServersFault, refusalText } from "./words.ts";
import "./queued.css";

/** What goes into an album leaves by itself as soon as it has come: what takes somebody a while would be overtaken by it. */
const goesByItself = (stream: Id) => stream.startsWith("album ");

/** The files that go with the message that is being written, and how far each has come. */
export function Bringing({ stream, files }: { stream: Id; files: readonly File[] }) {
  const drawing = files.some((file) => file.drawing);
  const coming = files.filter((file) => file.state !== "whole" || file.drawing).length;
  const before = useRef(coming);
  useEffect(() => {
    if (before.current > 0 && coming === 0) announce(t.allThere);
    before.current = coming;
  }, [coming]);
  const live = useStore(lineStore, (line) => line === "live");
  const leaves = coming > 0 && mayLeave(files, live);
  const mayTell = useRef(leaves);
  useEffect(() => {
    if (leaves && !mayTell.current) announce(t.mayLeave);
    mayTell.current = leaves;
  }, [leaves]);
  useEffect(() => {
    if (drawing) announce(t.drawingWaits);
  }, [drawing]);
  const unkept = files.some((file) => file.unkept);
  useEffect(() => {
    if (unkept) announce(t.unkept);
  }, [unkept]);
  return (
    <>
      <ul className="bringing" aria-label={t.files}>
        {files.map((file) => (
          <Line key={file.id} stream={stream} file={file} />
        ))}
      </ul>
      {drawing && <p className="bringing-hint">{t.drawingWaits}</p>}
      {unkept && <p className="bringing-hint">{t.unkept}</p>}
      {leaves && <p className="bringing-hint">{t.mayLeave}</p>}
      {files.some((file) => file.photo) && (
        <div className="bringing-photos">
          <Sizes stream={stream} />
          {touches() && !goesByItself(stream) && <CameraButton stream={stream} another />}
        </div>
      )}
    </>
  );
}

/** Says why a message does not leave with these, to whoever sends it by a key. */
export function sayWhy(files: readonly File[]): void {
  if (!mayLeave(files, lineStore.get() === "live")) toast(files.some((file) => file.drawing) ? t.drawingWaits : t.notYet, "error");
}

/** How much of the photos is sent, from this message on. */
function Sizes({ stream }: { stream: Id }) {
  const id = useId();
  const quality = useStore(qualityStore, (state) => state);
  return (
    <span className="bringing-quality">
      <label htmlFor={id}>{t.quality}</label>
      <select
        id={id}
        value={quality}
        onChange={(event) => {
          chooseQuality(event.target.value as Quality);
          bringAnew(stream);
        }}
      >
        <option value="standard">{t.standard}</option>
        <option value="original">{t.original}</option>
      </select>
    </span>
  );
}

/** How large it is, and was before. */
const sizes = ({ size, before }: File) => (before ? t.madeSmaller(sizeOf(before), sizeOf(size)) : sizeOf(size));

function standing(file: File): string {
  // What brings it is still loading.
  if (file.state === "making") return file.photo ? t.making : sizes(file);
  if (file.state === "whole") return file.placeRemoved ? t.withoutPlace(sizes(file)) : sizes(file);
  if (file.state === "refused") return refusalText(file.code);
  const far = t.sentOf(sizeOf(file.sent), sizes(file));
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
      {!goesByItself(stream) && <DrawChosen stream={stream} id={id} name={name} />}
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
      <SameName stream={stream} file={file} />
    </li>
  );
}

export default Bringing;
