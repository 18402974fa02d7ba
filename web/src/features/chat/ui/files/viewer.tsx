import { Suspense, lazy, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type TouchEvent } from "react";
import { createRoot } from "react-dom/client";
import { Icon } from "../../../../design/Icon.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { usePerson } from "../../../../platform/people.ts";
import { leavesStore } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.preview.ts";
import { useBarred } from "../downloads/asked.ts";
import { Watermark } from "../../../../design/Watermark.tsx";
import { ViewerVersion } from "../versions/ViewerVersion.tsx";
import { t as downloads } from "../../text.downloads.ts";
import { wayOf, type Looked, type Way } from "./preview/kinds.ts";
import { PicturePreview } from "./preview/PicturePreview.tsx";
import { SaveInstead } from "./preview/SaveInstead.tsx";
import type { StageProps } from "./preview/Stage.ts";
import { sizeOf } from "./size.ts";
import "./viewer.css";

const TextPreview = lazy(() => import("./preview/TextPreview.tsx"));
const PdfPreview = lazy(() => import("./preview/PdfPreview.tsx"));
const OfficePreview = lazy(() => import("./preview/OfficePreview.tsx"));
const AnswerDrawn = lazy(() => withWords(import("../annotate/AnswerDrawn.tsx")));
const Film = lazy(() => import("./preview/Film.tsx"));

const SCALES = [1, 1.5, 2, 3, 5] as const;
const SWIPED_PX = 60;

/** Shows files one at a time over everything, beginning with one. */
export function view(files: readonly Looked[], first: number): void {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  const close = () => {
    stop();
    root.unmount();
    place.remove();
  };
  // Whoever leaves the screen, locked as it may be, leaves nothing on it.
  const stop = leavesStore.subscribe(close);
  root.render(<Viewer files={files} first={first} close={close} />);
}

/** What is asked about when there is no file. */
const NOTHING: Looked = { id: "", at: "", name: "", size: null, kind: null, width: null, height: null, said: null, room: null, version: null };

interface Props {
  files: readonly Looked[];
  first: number;
  close: () => void;
}

/** A field or a film has the keys that move within it. */
const hasKeys = (target: EventTarget | null) => target instanceof Element && target.matches("input, select, textarea, audio, video");

function Viewer({ files, first, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(first);
  const [step, setStep] = useState(0);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const [tools, setTools] = useState<HTMLElement | null>(null);
  const [print, setPrint] = useState<(() => Promise<void>) | null>(null);
  const [printing, setPrinting] = useState(false);
  const touched = useRef<number | null>(null);
  const me = useStore(chatStore, (state) => state.me);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    setPlace(stage.current);
    stage.current?.focus();
    return () => element?.close();
  }, []);
  useLayoutEffect(() => {
    // A button that leads no further, or is there no more, takes the keys with it.
    const held = document.activeElement;
    if (held === document.body || held === dialog.current || (held instanceof HTMLButtonElement && held.disabled)) stage.current?.focus();
  }, [index, step, print]);
  const whose = useRef(me);
  useEffect(() => {
    // Whoever signs out leaves nothing on the screen.
    if (me !== whose.current) close();
  }, [me, close]);
  const onPrintable = useCallback((how: (() => Promise<void>) | null) => setPrint(() => how), []);

  // The newest version in the place of the one at which somebody began.
  const [newest, setNewest] = useState<Looked | null>(null);
  const given = newest ?? files[index];
  const author = usePerson(given?.said?.author ?? null);
  const barred = useBarred(given ?? NOTHING);
  // The same file for as long as it is shown: whoever shows it begins anew with another.
  const file = useMemo(() => (given && barred ? { ...given, bytes: `${given.at}/view` } : given), [given, barred]);
  if (!file) return null;
  const way = wayOf(file);
  // Before there is a PDF of an office file, nothing is made larger.
  const grows = way === "picture" || way === "pdf" || (way === "office" && print !== null);
  const go = (by: number) => {
    const next = index + by;
    if (!files[next]) return;
    setIndex(next);
    setNewest(null);
    setStep(0);
    if (stage.current) Object.assign(stage.current, { scrollTop: 0, scrollLeft: 0 });
  };
  const zoom = (by: number) => setStep((now) => Math.min(SCALES.length - 1, Math.max(0, now + by)));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && belongsToInputMethod(event)) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || belongsToInputMethod(event) || hasKeys(event.target)) return;
    // What is wider than its place is moved about by the arrows.
    const wide = (stage.current?.scrollWidth ?? 0) > (stage.current?.clientWidth ?? 0) + 1;
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (across !== undefined && !wide) go(across);
    else if (grows && (event.key === "+" || event.key === "=" || event.key === "＋")) zoom(1);
    else if (grows && (event.key === "-" || event.key === "－")) zoom(-1);
    else if (grows && (event.key === "0" || event.key === "０")) setStep(0);
    else return;
    event.preventDefault();
  };
  const onTouchStart = (event: TouchEvent) => {
    touched.current = way === "picture" && event.touches.length === 1 && step === 0 ? (event.touches[0]?.clientX ?? null) : null;
  };
  const onTouchEnd = (event: TouchEvent) => {
    const end = event.changedTouches[0]?.clientX;
    // Two fingers make the page larger; what moves then is no swipe.
    if (touched.current === null || end === undefined || (visualViewport?.scale ?? 1) > 1) return;
    const moved = end - touched.current;
    if (Math.abs(moved) > SWIPED_PX) go(moved < 0 ? 1 : -1);
  };
  const onPrint = async () => {
    setPrinting(true);
    // Why it is not printed, whoever was asked has said.
    await print?.().catch(() => undefined);
    setPrinting(false);
  };

  const facts = [file.size !== null && sizeOf(file.size), way === "picture" && `${file.width} × ${file.height}`, author?.name, file.said && momentText(file.said.at)];
  return (
    <dialog
      ref={dialog}
      className="whole-screen viewer"
      data-barred={barred || undefined}
      aria-label={t.viewing(file.name)}
      onKeyDown={(event) => onKeyDown(event as unknown as KeyboardEvent)}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <p aria-live="polite">
          <b>{file.name}</b>
          {file.caption && <span>{file.caption}</span>}
          <small>{facts.filter(Boolean).join(" ・ ")}</small>
        </p>
        {barred && (
          <p className="viewer-barred" title={downloads.notKeptHint}>
            {downloads.notKept}
          </p>
        )}
        {way === "picture" && barred === false && (
          <Suspense>
            <AnswerDrawn key={file.id} file={file} close={close} />
          </Suspense>
        )}
        {print && barred === false && (
          <button type="button" className="icon-button" aria-label={t.print} title={t.print} disabled={printing} onClick={() => void onPrint()}>
            <Icon name="print" />
          </button>
        )}
        {barred === false && (
          <a className="icon-button" href={`${file.at}?save=true`} download={file.name} aria-label={t.saveOf(file.name)} title={t.save}>
            <Icon name="save" />
          </a>
        )}
        <button type="button" className="icon-button" aria-label={t.close} title={t.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div className="viewer-bar">
        {files.length > 1 && (
          <nav aria-label={t.others}>
            <button type="button" className="icon-button" aria-label={t.before} title={t.before} disabled={index === 0} onClick={() => go(-1)}>
              <Icon name="back" />
            </button>
            <span>{t.fileOf(index + 1, files.length)}</span>
            <button type="button" className="icon-button" aria-label={t.after} title={t.after} disabled={index === files.length - 1} onClick={() => go(1)}>
              <Icon name="right" />
            </button>
          </nav>
        )}
        <ViewerVersion key={file.id} file={file} show={setNewest} />
        <div ref={setTools} className="viewer-tools" />
        {grows && (
          <div>
            <button type="button" className="icon-button" aria-label={t.smaller} title={t.smaller} disabled={step === 0} onClick={() => zoom(-1)}>
              −
            </button>
            <button type="button" className="icon-button" aria-label={t.larger} title={t.larger} disabled={step === SCALES.length - 1} onClick={() => zoom(1)}>
              ＋
            </button>
          </div>
        )}
      </div>
      {/* Whoever has no mouse moves what is larger than the window about with the keys. */}
      <div ref={stage} className="viewer-stage" tabIndex={0} role="group" aria-label={t.contents} data-way={way} data-large={step > 0 || undefined} onTouchStart={onTouchStart} onTouchEnd={onTouchEnd} onDoubleClick={() => way === "picture" && setStep(step === 0 ? 2 : 0)} onContextMenu={(event) => barred && event.preventDefault()} onDragStart={(event) => barred && event.preventDefault()}>
        <Suspense fallback={<p className="viewer-note">{t.loading}</p>}>
          {barred === null ? <p className="viewer-note">{t.loading}</p> : <Shown key={file.id} way={way} file={file} zoom={SCALES[step] ?? 1} stage={place} tools={tools} onPrintable={onPrintable} />}
        </Suspense>
      </div>
      {barred && <Watermark />}
    </dialog>
  );
}

function Shown({ way, ...props }: StageProps & { way: Way }) {
  switch (way) {
    case "picture":
      return <PicturePreview {...props} />;
    case "pdf":
      return <PdfPreview {...props} />;
    case "office":
      return <OfficePreview {...props} />;
    case "text":
    case "table":
      return <TextPreview {...props} isTable={way === "table"} />;
    case "video":
    case "audio":
      return <Film {...props} sound={way === "audio"} />;
    default:
      return (
        <SaveInstead file={props.file}>{t.cannotShow}</SaveInstead>
      );
  }
}
