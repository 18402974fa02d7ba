import { useEffect, useLayoutEffect, useRef, useState, type TouchEvent } from "react";
import { createRoot } from "react-dom/client";
import { Icon } from "../../../../design/Icon.tsx";
import { useStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.files.ts";
import "./viewer.css";

/** A picture to be looked at: where its bytes are given out, and what it is called. */
export interface Picture {
  at: string;
  name: string;
  width: number;
  height: number;
}

const SCALES = [1, 1.5, 2, 3, 5] as const;
const SWIPED_PX = 60;

/** Shows pictures one at a time over everything, beginning with one. */
export function view(pictures: readonly Picture[], first: number): void {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const close = () => {
    root.unmount();
    place.remove();
  };
  root.render(<Viewer pictures={pictures} first={first} close={close} />);
}

interface Props {
  pictures: readonly Picture[];
  first: number;
  close: () => void;
}

function Viewer({ pictures, first, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(first);
  const [step, setStep] = useState(0);
  const [failed, setFailed] = useState(false);
  const touched = useRef<number | null>(null);
  const me = useStore(chatStore, (state) => state.me);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    stage.current?.focus();
    return () => element?.close();
  }, []);
  useLayoutEffect(() => {
    // A button that leads no further takes the keys with it.
    const held = document.activeElement;
    if (held instanceof HTMLButtonElement && held.disabled) stage.current?.focus();
  }, [index, step]);
  const whose = useRef(me);
  useEffect(() => {
    // Whoever signs out leaves nothing on the screen.
    if (me !== whose.current) close();
  }, [me, close]);

  const picture = pictures[index];
  if (!picture) return null;
  const go = (by: number) => {
    const next = index + by;
    if (!pictures[next]) return;
    setIndex(next);
    setStep(0);
    setFailed(false);
  };
  const zoom = (by: number) => setStep((now) => Math.min(SCALES.length - 1, Math.max(0, now + by)));
  const scale = SCALES[step] ?? 1;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // What is larger than its place is moved about by the arrows.
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (across !== undefined && step === 0) go(across);
    else if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else if (event.key === "0") setStep(0);
    else return;
    event.preventDefault();
  };
  const onTouchStart = (event: TouchEvent) => {
    touched.current = event.touches.length === 1 && step === 0 ? (event.touches[0]?.clientX ?? null) : null;
  };
  const onTouchEnd = (event: TouchEvent) => {
    const end = event.changedTouches[0]?.clientX;
    // Two fingers make the page larger; what moves then is no swipe.
    if (touched.current === null || end === undefined || (visualViewport?.scale ?? 1) > 1) return;
    const moved = end - touched.current;
    if (Math.abs(moved) > SWIPED_PX) go(moved < 0 ? 1 : -1);
  };

  return (
    <dialog
      ref={dialog}
      className="viewer"
      aria-label={t.viewing(picture.name)}
      onKeyDown={(event) => onKeyDown(event as unknown as KeyboardEvent)}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <p aria-live="polite">
          <b>{picture.name}</b>
          <small>{pictures.length > 1 ? t.pictureOf(index + 1, pictures.length) : `${picture.width} × ${picture.height}`}</small>
        </p>
        <button type="button" className="icon-button" aria-label={t.smaller} title={t.smaller} disabled={step === 0} onClick={() => zoom(-1)}>
          −
        </button>
        <button type="button" className="icon-button" aria-label={t.larger} title={t.larger} disabled={step === SCALES.length - 1} onClick={() => zoom(1)}>
          ＋
        </button>
        <a className="icon-button" href={`${picture.at}?save=true`} download={picture.name} aria-label={t.saveOf(picture.name)} title={t.save}>
          <Icon name="save" />
        </a>
        <button type="button" className="icon-button" aria-label={t.closeViewer} title={t.closeViewer} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {/* Whoever has no mouse moves a large picture about with the keys. */}
      <div ref={stage} className="viewer-stage" tabIndex={0} role="group" aria-label={t.picture} data-large={step > 0 || undefined} onTouchStart={onTouchStart} onTouchEnd={onTouchEnd} onDoubleClick={() => setStep(step === 0 ? 2 : 0)}>
        {failed ? (
          <p>{t.pictureGone}</p>
        ) : (
          <img key={picture.at} src={picture.at} alt={picture.name} style={{ "--scale": scale, aspectRatio: `${picture.width} / ${picture.height}`, "--width": `${picture.width}px`, "--ratio": picture.width / picture.height, backgroundImage: `url("${picture.at}/thumbnail")` } as Record<string, string | number>} onError={() => setFailed(true)} />
        )}
      </div>
      {pictures.length > 1 && (
        <nav aria-label={t.pictures}>
          <button type="button" className="icon-button" aria-label={t.before} title={t.before} disabled={index === 0} onClick={() => go(-1)}>
            <Icon name="back" />
          </button>
          <button type="button" className="icon-button" aria-label={t.after} title={t.after} disabled={index === pictures.length - 1} onClick={() => go(1)}>
            <Icon name="right" />
          </button>
        </nav>
      )}
    </dialog>
  );
}
