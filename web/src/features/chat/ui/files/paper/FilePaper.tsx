import { Suspense, lazy, useEffect, useState } from "react";
import { Failed } from "../../../../../design/ListState.tsx";
import { Watermark } from "../../../../../design/Watermark.tsx";
import { useLoad } from "../../../../../platform/load.ts";
import type { FilePaperProps } from "../../../../../platform/papers.ts";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import { wayOf, type Looked } from "../preview/kinds.ts";
import { PicturePreview } from "../preview/PicturePreview.tsx";
import { sourceOf, type Source } from "./sources.ts";
import "../viewer.css";
import "./paper.css";

const PdfSheet = lazy(() => import("./PdfSheet.tsx"));
const TextPreview = lazy(() => import("../preview/TextPreview.tsx"));

/** A meeting is printed as a meeting, and its files from where they are. */
const notPrinted = () => undefined;

/** A file of a room as another feature shows it: one page of it, from the bytes that this device has where it has them. */
export default function FilePaper({ file, page, zoom, onPages, onKept }: FilePaperProps) {
  const { value: source, error, reload } = useLoad(file.id, () => sourceOf(file));
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const [tools, setTools] = useState<HTMLElement | null>(null);
  const way = wayOf(file);
  const hasPages = way === "pdf" || way === "office";
  useEffect(() => {
    if (source) onKept(source.kept);
  }, [source, onKept]);
  useEffect(() => {
    if (!hasPages) onPages(1);
  }, [hasPages, onPages]);
  const barred = source?.barred ?? false;
  return (
    <div className="paper" data-barred={barred || undefined}>
      {barred && <Watermark />}
      <div ref={setTools} className="viewer-tools paper-tools" />
      {/* Whoever has no mouse moves what is larger than its place about with the keys. */}
      <div ref={setStage} className="viewer-stage paper-stage" data-moves tabIndex={0} role="group" aria-label={t.contents} data-way={way} onContextMenu={(event) => barred && event.preventDefault()} onDragStart={(event) => barred && event.preventDefault()}>
        {error !== null && source === null && <Failed error={error} retry={reload} />}
        {error === null && source === null && (
          <p className="viewer-note" role="status">
            {way === "office" ? t.officeComing : t.loading}
          </p>
        )}
        {source?.why && <p className="viewer-note">{barred ? downloads.cannotHave : t[source.why]}</p>}
        {source && !source.why && (
          <Suspense fallback={<p className="viewer-note">{t.loading}</p>}>
            {hasPages ? <PdfSheet source={source} page={page} zoom={zoom} stage={stage} onPages={onPages} /> : <Whole file={file} source={source} zoom={zoom ?? 1} stage={stage} tools={tools} />}
          </Suspense>
        )}
      </div>
    </div>
  );
}

interface WholeProps {
  file: FilePaperProps["file"];
  source: Source;
  zoom: number;
  stage: HTMLElement | null;
  tools: HTMLElement | null;
}

/** What has no pages is there at once. */
function Whole({ file, source, zoom, stage, tools }: WholeProps) {
  const way = wayOf(file);
  const looked: Looked = { ...file, room: null, version: null, ...(source.barred && { bytes: source.at }) };
  const [address, setAddress] = useState<string | null>(null);
  const { blob } = source;
  useEffect(() => {
    if (way !== "picture" || !blob) return undefined;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [way, blob]);
  if (way !== "picture") return <TextPreview file={looked} held={blob} isTable={way === "table"} zoom={1} stage={stage} tools={tools} onPrintable={notPrinted} />;
  if (!blob) return <PicturePreview file={looked} zoom={zoom} stage={stage} tools={tools} onPrintable={notPrinted} />;
  return address && <PicturePreview key={address} file={{ ...looked, bytes: address }} zoom={zoom} stage={stage} tools={tools} onPrintable={notPrinted} />;
}
