import { Suspense, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Loading } from "../../../design/ListState.tsx";
import { useGiven } from "../../../platform/given.ts";
import type { Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { papers, type Kept } from "../../../platform/papers.ts";
import { Link } from "../../../platform/router.ts";
import { useStore } from "../../../platform/store.ts";
import { fileOf, toView, type Material } from "../model.ts";
import { keptStore, noteKept } from "../store.ts";
import { t } from "../text.ts";
import { isForPage } from "./keys.ts";
import { Turner, useStep, type Turn } from "./turning.tsx";

interface FileSheetProps {
  room: Id;
  material: Material;
  page: number;
  presenterPage: number | null;
  presents: boolean;
  marked: readonly number[];
  onStep: (step: Turn | null) => void;
  onTurn: (page: number) => void;
}

/** A file: drawn at its page, or, where this screen does not draw such a file, the page that is spoken of. */
export function FileSheet(props: FileSheetProps) {
  const file = fileOf(props.material);
  if (!file?.sheet) return null;
  const { kind, name, width = null, height = null } = file.sheet;
  // Another edition is another file.
  if (papers.file?.isDrawn({ kind, name, width, height })) return <DrawnFile key={file.file_id} {...props} />;
  return <FileElsewhere {...props} />;
}

/** Turns by one, between the first page and the last; presses may come faster than what they turn to is drawn. */
function useTurn({ page, onStep, onTurn }: FileSheetProps, last: number): Turn {
  const turned = useRef(page);
  turned.current = page;
  const step: Turn = (by) => {
    const to = Math.min(last, Math.max(1, turned.current + by));
    if (to === turned.current) return;
    turned.current = to;
    onTurn(to);
  };
  useStep(onStep, step);
  return step;
}

const MOST_PAGES = 20_000;
const SCALES = [1, 1.5, 2, 3] as const;

function DrawnFile(props: FileSheetProps) {
  const { room, material, page, marked, onTurn } = props;
  const [count, setCount] = useState<number | null>(null);
  const [step, setStep] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const file = useMemo(() => toView(room, material), [room, material]);
  const id = file?.id ?? "";
  const kept = useStore(keptStore, (all) => all[id] ?? null);
  const onKept = useCallback((now: Kept) => noteKept(id, now), [id]);
  const turn = useTurn(props, count ?? MOST_PAGES);
  const grows = file !== null && Boolean(papers.file?.grows(file));
  const hasPages = count === null || count > 1;

  const { presents } = props;
  useEffect(() => {
    // Turned further than there are pages, before it was known how many there are.
    if (presents && count !== null && page > count) onTurn(count);
  }, [presents, count, page, onTurn]);

  const zoom = useCallback((by: number) => {
    setWhole(false);
    setStep((now) => Math.min(SCALES.length - 1, Math.max(0, now + by)));
  }, []);
  useEffect(() => {
    if (!grows) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isForPage(event)) return;
      if (["+", "=", "＋"].includes(event.key)) zoom(1);
      else if (["-", "－"].includes(event.key)) zoom(-1);
      else if (["0", "０"].includes(event.key)) zoom(-SCALES.length);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [grows, zoom]);

  const Page = papers.file?.Page;
  if (!file || !Page) return null;
  return (
    <>
      <div className="meeting-file-tools">
        {grows && (
          <>
            <button type="button" className="icon-button" aria-label={t.smaller} title={t.smaller} disabled={step === 0} onClick={() => zoom(-1)}>
              −
            </button>
            <button type="button" className="icon-button" aria-label={t.larger} title={t.larger} disabled={step === SCALES.length - 1} onClick={() => zoom(1)}>
              ＋
            </button>
          </>
        )}
        {grows && hasPages && (
          <button
            type="button"
            className="button"
            onClick={() => {
              setStep(0);
              setWhole(!isWhole);
            }}
          >
            {isWhole ? t.fitWidth : t.fitWhole}
          </button>
        )}
        {kept !== null && kept !== "looked" && (
          <a className="icon-button" href={`${file.at}?save=true`} download={file.name} aria-label={t.saveOf(file.name)} title={t.saveOf(file.name)}>
            <Icon name="save" />
          </a>
        )}
        {kept !== null && kept !== "kept" && kept !== "failed" && <p>{{ too_large: t.keptTooLarge, full: t.keptFull, looked: t.keptLooked }[kept]}</p>}
      </div>
      <Suspense fallback={<Loading />}>
        <Page file={file} page={page} zoom={isWhole ? null : (SCALES[step] ?? 1)} onPages={setCount} onKept={onKept} />
      </Suspense>
      {marked.includes(page) && (
        <p className="meeting-marked">
          <Icon name="edit" size={20} />
          {t.markedHere}
        </p>
      )}
      {hasPages && (
        <Turner onTurn={turn}>
          <PageField page={page} last={count ?? MOST_PAGES} onTurn={onTurn}>
            {count !== null && <span aria-hidden="true">/ {count}</span>}
            <span className="visually-hidden" role="status">
              {count !== null && t.pageOfAll(Math.min(page, count), count)}
            </span>
          </PageField>
        </Turner>
      )}
    </>
  );
}

/** A file that this screen does not draw: it opens in the program that the device has for it, and here stands which page is spoken of. */
function FileElsewhere(props: FileSheetProps) {
  const { room, material, page, presenterPage, presents, onTurn } = props;
  const file = toView(room, material);
  const given = useGiven(file?.at ?? null);
  const step = useTurn(props, MOST_PAGES);
  const shown = presents ? page : (presenterPage ?? page);
  if (!file) return null;
  return (
    <div className="meeting-file">
      <p className="meeting-file-page" role="status">
        {!presents && presenterPage !== null ? t.presenterPage(shown) : t.pageOf(shown)}
      </p>
      <p>{given === false ? t.onlyLookedAt : t.openElsewhere}</p>
      {given === false ? (
        <Link className="button primary" href={`/rooms/${room}/files`}>
          {t.toFiles}
        </Link>
      ) : (
        <a className="button primary" href={file.at} target="_blank" rel="noopener" download={file.name}>
          <Icon name="save" size={20} />
          {t.openFile}
          <small>{file.name}</small>
        </a>
      )}
      <Turner onTurn={step}>
        <PageField page={page} last={MOST_PAGES} onTurn={onTurn} />
      </Turner>
    </div>
  );
}

function PageField({ page, last, onTurn, children }: { page: number; last: number; onTurn: (page: number) => void; children?: ReactNode }) {
  const [typed, setTyped] = useState<string | null>(null);
  const save = () => {
    // Digits of the input method are digits.
    const wanted = Number(typed?.normalize("NFKC"));
    setTyped(null);
    if (typed !== null && Number.isInteger(wanted) && wanted >= 1 && wanted <= last) onTurn(wanted);
  };
  return (
    <div className="meeting-page-field">
      <label>
        {t.pageNumber}
        <input
          className="input"
          inputMode="numeric"
          value={typed ?? String(page)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !belongsToInputMethod(event)) save();
          }}
        />
      </label>
      {children}
    </div>
  );
}
