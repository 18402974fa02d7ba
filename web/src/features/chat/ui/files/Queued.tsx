import { useEffect, useRef, useState } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { announce } from "../../../../platform/announce.ts";
import type { Id } from "../../../../platform/ids.ts";
import { useStore } from "../../../../platform/store.ts";
import type { SentFile } from "../../store.ts";
import { t } from "../../text.files.ts";
import { carriedStore } from "./carry.ts";
import { contentOf, refusalOf } from "./shelf.ts";
import { drawnSize, sizeOf } from "./size.ts";
import { isServersFault, refusalText } from "./words.ts";
import "./queued.css";

/** The files of a message that waits, each with its small picture, how far it has come, and why the server does not take it. */
export function Queued({ files }: { files: readonly SentFile[] }) {
  return (
    <ul className="message-files queued" aria-label={t.waitsFor}>
      {files.map((file) => (
        <li key={file.id}>{file.waits ? <Waiting file={file} /> : t.ofSize(file.name, sizeOf(file.size))}</li>
      ))}
    </ul>
  );
}

function Waiting({ file: { id, name, size } }: { file: SentFile }) {
  const carried = useStore(carriedStore, (all) => all[id]);
  const [before, setBefore] = useState<string | null>(null);
  // What was refused before this page was opened is on the disk with it.
  useEffect(() => void refusalOf(id).then(setBefore), [id]);
  const code = carried ? carried.code : before;
  useEffect(() => {
    if (carried?.code) announce(`${name} ${refusalText(carried.code)}`);
  }, [carried?.code, name]);
  const sent = carried?.sent ?? 0;
  return (
    <>
      <Small id={id} name={name} />
      <span className="queued-name">{t.ofSize(name, sizeOf(size))}</span>
      {code && (isServersFault(code) ? <small>{refusalText(code)}</small> : <b className="field-error">{refusalText(code)}</b>)}
      {sent > 0 && sent < size && <progress aria-label={t.progressOf(name)} max={Math.max(1, size)} value={sent} />}
    </>
  );
}

// One after the other: a photo takes a hundred times its size while it is drawn, and a message may have twenty.
let drawing: Promise<void> = Promise.resolve();

/** A picture as it lies on this device, small; another file by its sign. */
function Small({ id, name }: { id: Id; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let gone = false;
    const draw = async () => {
      if (gone) return;
      const bytes = (await contentOf(id))?.bytes;
      if (gone || !bytes?.type.startsWith("image/")) return;
      const picture = await createImageBitmap(bytes, { imageOrientation: "from-image" });
      const shown = canvas.current;
      if (!gone && shown) {
        Object.assign(shown, drawnSize(picture.width, picture.height));
        shown.getContext("2d")?.drawImage(picture, 0, 0, shown.width, shown.height);
        setDrawn(true);
      }
      picture.close();
    };
    // What cannot be drawn has its name.
    drawing = drawing.then(draw).catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [id]);
  return (
    <>
      {!drawn && <Icon name="file" size={18} />}
      <canvas ref={canvas} role="img" aria-label={name} hidden={!drawn} />
    </>
  );
}

export default Queued;
