import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Icon } from "../../../../../design/Icon.tsx";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import { comesNearEnd, indexAt, laidAround, placeHeight, scaleOf, topsOf, typedPage, type Size } from "./pages.ts";
import { faultOf, opening, type Opened } from "./pdf.ts";
import { MOST_PRINTED, onPaper } from "./pdfPrinting.ts";
import { PdfPage } from "./PdfPage.tsx";
import { printed } from "./printing.ts";
import type { StageProps } from "./Stage.ts";

/** A PDF: of its pages only those near the window are drawn. */
export function PdfPreview(props: StageProps) {
  const { file, onPrintable } = props;
  const at = file.bytes ?? file.at;
  const [opened, setOpened] = useState<(Opened & { usual: Size }) | null>(null);
  const [note, setNote] = useState("");
  const [fault, setFault] = useState<ReturnType<typeof faultOf> | null>(null);
  useEffect(() => {
    let left = false;
    const { opened: coming, close } = opening(at);
    coming
      .then(async (found) => {
        const { width, height } = (await found.document.getPage(1)).getViewport({ scale: 1 });
        if (!left) setOpened({ ...found, usual: { width, height } });
      })
      .catch((error: unknown) => {
        if (!left) setFault(faultOf(error));
      });
    return () => {
      left = true;
      close();
    };
  }, [at]);
  useEffect(() => {
    if (!opened) return undefined;
    const { numPages } = opened.document;
    onPrintable(async () => {
      if (numPages > MOST_PRINTED) {
        setNote(t.tooManyToPrint(MOST_PRINTED));
        return;
      }
      const pictures = await onPaper(opened, (page) => setNote(t.preparing(page, numPages)));
      setNote("");
      await printed(...pictures);
    });
    return () => onPrintable(null);
  }, [opened, onPrintable]);
  if (fault) return <p className="viewer-note">{fault === "locked" && file.bytes !== undefined ? downloads.cannotHave : t[fault]}</p>;
  if (!opened) return <p className="viewer-note">{t.loading}</p>;
  return <Pages {...props} opened={opened} usual={opened.usual} note={note} />;
}

interface PagesProps extends StageProps {
  opened: Opened;
  /** As large as the first page is: what others are taken for until they are met. */
  usual: Size;
  /** How far printing is, or why it is not done. */
  note: string;
}

const NO_SIZES: ReadonlyMap<number, Size> = new Map();

function Pages({ zoom, stage, tools, opened, usual, note }: PagesProps) {
  const count = opened.document.numPages;
  const [place, setPlace] = useState(0);
  const [laid, setLaid] = useState(() => laidAround(1, count));
  const [sizes, setSizes] = useState(NO_SIZES);
  const [near, setNear] = useState({ from: 1, to: 2, page: 1 });
  // What is at the upper edge stays there, whatever becomes of what lies above it.
  const held = useRef({ page: 1, into: 0 });
  const { first, end } = laid;
  const sizeOf = useCallback((page: number) => sizes.get(page) ?? usual, [sizes, usual]);
  const tops = useMemo(() => topsOf(Array.from({ length: end - first }, (_, at) => placeHeight(sizeOf(first + at), place, zoom))), [first, end, sizeOf, place, zoom]);

  const look = useCallback(() => {
    if (!stage) return;
    const { scrollTop, clientHeight } = stage;
    const at = (height: number) => first + indexAt(tops, height);
    // Half a window before and after: what comes next is drawn by then.
    const [from, to] = [at(scrollTop - clientHeight / 2), at(scrollTop + clientHeight * 1.5) + 1];
    const page = at(scrollTop + clientHeight / 3);
    setNear((now) => (now.from === from && now.to === to && now.page === page ? now : { from, to, page }));
    if (comesNearEnd(page, { first, end }, count)) setLaid(laidAround(page, count));
  }, [stage, first, end, tops, count]);

  useLayoutEffect(() => {
    if (!stage) return undefined;
    const measure = () => setPlace(stage.clientWidth);
    const watch = new ResizeObserver(measure);
    watch.observe(stage);
    measure();
    return () => watch.disconnect();
  }, [stage]);

  useLayoutEffect(() => {
    if (!stage) return undefined;
    const at = held.current.page - first;
    const [top, below] = [tops[at] ?? 0, tops[at + 1] ?? 0];
    stage.scrollTo({ top: top + held.current.into * (below - top) });
    look();
    const onScroll = () => {
      const index = indexAt(tops, stage.scrollTop);
      const [begins, ends] = [tops[index] ?? 0, tops[index + 1] ?? 1];
      held.current = { page: first + index, into: (stage.scrollTop - begins) / (ends - begins) };
      look();
    };
    stage.addEventListener("scroll", onScroll, { passive: true });
    return () => stage.removeEventListener("scroll", onScroll);
  }, [stage, tops, first, look]);

  const go = (page: number) => {
    held.current = { page, into: 0 };
    // The same pages lie there: only the window moves.
    if (page >= first && page < end && !comesNearEnd(page, laid, count)) stage?.scrollTo({ top: tops[page - first] ?? 0 });
    else setLaid(laidAround(page, count));
  };
  const met = useCallback((page: number, size: Size) => setSizes((now) => {
    const known = now.get(page) ?? usual;
    return known.width === size.width && known.height === size.height ? now : new Map(now).set(page, size);
  }), [usual]);

  const drawn = [];
  if (place > 0) for (let page = Math.max(first, near.from); page < Math.min(end, near.to + 1); page += 1) drawn.push(page);
  const widest = Math.max(place, ...drawn.map((page) => sizeOf(page).width * scaleOf(sizeOf(page), place, zoom)));
  return (
    <>
      {tools &&
        createPortal(
          <>
            <PageBox page={near.page} count={count} go={go} />
            <p role="status">{note}</p>
          </>,
          tools,
        )}
      <div className="viewer-pages" style={{ height: `${tops.at(-1) ?? 0}px`, width: widest > place ? `${widest}px` : undefined }}>
        {drawn.map((page) => (
          <PdfPage key={page} opened={opened} number={page} top={tops[page - first] ?? 0} height={placeHeight(sizeOf(page), place, zoom)} scale={scaleOf(sizeOf(page), place, zoom)} onMet={met} />
        ))}
      </div>
    </>
  );
}

function PageBox({ page, count, go }: { page: number; count: number; go: (page: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const turn = (to: number) => {
    setTyped(null);
    go(to);
  };
  return (
    <form
      className="viewer-page-box"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = typedPage(typed ?? "", count);
        if (wanted !== null) turn(wanted);
        else setTyped(null);
      }}
    >
      <button type="button" className="icon-button" aria-label={t.pageBefore} title={t.pageBefore} disabled={page <= 1} onClick={() => turn(page - 1)}>
        <Icon name="up" />
      </button>
      <label>
        <span className="visually-hidden">{t.page}</span>
        <input className="input" inputMode="numeric" autoComplete="off" value={typed ?? String(page)} onInput={(event) => setTyped(event.currentTarget.value)} onFocus={(event) => event.currentTarget.select()} onBlur={() => setTyped(null)} />
      </label>
      <span>{t.ofPages(count)}</span>
      <button type="button" className="icon-button" aria-label={t.pageAfter} title={t.pageAfter} disabled={page >= count} onClick={() => turn(page + 1)}>
        <Icon name="down" />
      </button>
    </form>
  );
}

export default PdfPreview;
