import type { PDFPageProxy, RenderTask, TextLayer } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { t } from "../../../text.preview.ts";
import { dotsFor, type Size } from "./pages.ts";
import type { Opened } from "./pdf.ts";

interface Props {
  opened: Opened;
  number: number;
  top: number;
  height: number;
  scale: number;
  /** Tells how large the page is, once that is known. */
  onMet: (page: number, size: Size) => void;
  /** It is on screen. */
  onDrawn?: (page: number) => void;
}

/** Whoever scrolls past pages does not have all of them drawn. */
const RESTS_MS = 80;

/** A page as dots, and its words over them to be chosen; stamps and filled-in fields are dots too, and links lead nowhere. */
export function PdfPage({ opened, number, top, height, scale, onMet, onDrawn }: Props) {
  const paper = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const told = useRef(onDrawn);
  told.current = onDrawn;
  const [state, setState] = useState<"coming" | "there" | "failed">("coming");
  useEffect(() => {
    let left = false;
    let page: PDFPageProxy | null = null;
    let task: RenderTask | null = null;
    let layer: TextLayer | null = null;
    const draw = async () => {
      page = await opened.document.getPage(number);
      if (left) return;
      const { width, height: high } = page.getViewport({ scale: 1 });
      onMet(number, { width, height: high });
      const viewport = page.getViewport({ scale });
      const dots = dotsFor(viewport, devicePixelRatio);
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.floor(viewport.width * dots)), height: Math.max(1, Math.floor(viewport.height * dots)) });
      task = page.render({ canvas, viewport, transform: [dots, 0, 0, dots, 0, 0], annotationMode: opened.pdf.AnnotationMode.ENABLE });
      await task.promise;
      if (left) return;
      // What was drawn smaller or larger stands there until now.
      paper.current?.replaceChildren(canvas);
      setState("there");
      told.current?.(number);
      const container = words.current;
      if (!container) return;
      container.replaceChildren();
      layer = new opened.pdf.TextLayer({ textContentSource: page.streamTextContent(), container, viewport });
      await layer.render();
    };
    const timer = setTimeout(() => {
      draw().catch(() => {
        if (!left) setState("failed");
      });
    }, RESTS_MS);
    return () => {
      left = true;
      clearTimeout(timer);
      task?.cancel();
      layer?.cancel();
      page?.cleanup();
    };
  }, [opened, number, scale, onMet]);
  return (
    <section className="viewer-page" data-page={number} aria-label={t.pageLabel(number)} style={{ top: `${top}px`, height: `${height}px`, "--total-scale-factor": scale, "--scale-round-x": "1px", "--scale-round-y": "1px" } as Record<string, string | number>}>
      <div className="viewer-paper">
        <div ref={paper} aria-hidden="true" data-drawn={state === "there" || undefined} />
        <div ref={words} className="viewer-words" />
        {state === "failed" && <p className="viewer-note">{t.pageFailed}</p>}
      </div>
    </section>
  );
}
