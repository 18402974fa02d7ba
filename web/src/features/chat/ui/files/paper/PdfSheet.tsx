import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import { GAP_PX, placeHeight, scaleOf, wholeZoom, type Size } from "../preview/pages.ts";
import { faultOf, opening, type Opened } from "../preview/pdf.ts";
import { PdfPage } from "../preview/PdfPage.tsx";
import type { Source } from "./sources.ts";

interface Props {
  source: Source;
  page: number;
  zoom: number | null;
  /** What scrolls, once it is there. */
  stage: HTMLElement | null;
  onPages: (count: number) => void;
}

/** A PDF at one page. */
export function PdfSheet({ source, page, zoom, stage, onPages }: Props) {
  const [opened, setOpened] = useState<(Opened & { usual: Size }) | null>(null);
  const [fault, setFault] = useState<ReturnType<typeof faultOf> | null>(null);
  useEffect(() => {
    let left = false;
    const { opened: coming, close } = opening(source.blob ?? source.at);
    coming
      .then(async (found) => {
        const { width, height } = (await found.document.getPage(1)).getViewport({ scale: 1 });
        if (left) return;
        setOpened({ ...found, usual: { width, height } });
        onPages(found.document.numPages);
      })
      .catch((error: unknown) => {
        if (!left) setFault(faultOf(error));
      });
    return () => {
      left = true;
      close();
    };
  }, [source, onPages]);
  if (fault) return <p className="viewer-note">{fault === "locked" && source.barred ? downloads.cannotHave : t[fault]}</p>;
  if (!opened || !stage) return <p className="viewer-note">{t.loading}</p>;
  return <Page opened={opened} usual={opened.usual} page={Math.min(Math.max(1, page), opened.document.numPages)} zoom={zoom} stage={stage} />;
}

interface PageProps {
  opened: Opened;
  /** As large as the first page is: what others are taken for until they are met. */
  usual: Size;
  page: number;
  zoom: number | null;
  stage: HTMLElement;
}

const NO_SIZES: ReadonlyMap<number, Size> = new Map();
const NONE_DRAWN: ReadonlySet<number> = new Set();

/** The page that is shown; once it is there the next one is drawn behind it, to be there when it is turned to. No others are. */
function Page({ opened, usual, page, zoom, stage }: PageProps) {
  const [place, setPlace] = useState<Size>({ width: 0, height: 0 });
  const [sizes, setSizes] = useState(NO_SIZES);
  const [drawn, setDrawn] = useState(NONE_DRAWN);
  useLayoutEffect(() => {
    const measure = () => setPlace((now) => (now.width === stage.clientWidth && now.height === stage.clientHeight ? now : { width: stage.clientWidth, height: stage.clientHeight }));
    const watch = new ResizeObserver(measure);
    watch.observe(stage);
    measure();
    return () => watch.disconnect();
  }, [stage]);
  // Another page begins at its top.
  useLayoutEffect(() => {
    Object.assign(stage, { scrollTop: 0, scrollLeft: 0 });
  }, [stage, page]);
  const onMet = useCallback((number: number, size: Size) => setSizes((now) => {
    const known = now.get(number) ?? usual;
    return known.width === size.width && known.height === size.height ? now : new Map(now).set(number, size);
  }), [usual]);
  const onDrawn = useCallback((number: number) => setDrawn((now) => (now.has(number) ? now : new Set(now).add(number))), []);
  if (place.width === 0) return null;
  const next = drawn.has(page) && page < opened.document.numPages ? page + 1 : null;
  const laid = (number: number) => {
    const size = sizes.get(number) ?? usual;
    const larger = zoom ?? wholeZoom(size, place);
    return { height: placeHeight(size, place.width, larger), scale: scaleOf(size, place.width, larger), width: size.width * scaleOf(size, place.width, larger) };
  };
  const here = laid(page);
  return (
    <div className="viewer-pages" style={{ height: `${here.height + 2 * GAP_PX}px`, width: here.width > place.width ? `${here.width}px` : undefined }}>
      {(next === null ? [page] : [page, next]).map((number) => (
        <div key={number} className="paper-page" data-next={number !== page || undefined}>
          <PdfPage opened={opened} number={number} top={GAP_PX} height={laid(number).height} scale={laid(number).scale} onMet={onMet} onDrawn={onDrawn} />
        </div>
      ))}
    </div>
  );
}

export default PdfSheet;
