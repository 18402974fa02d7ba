import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFWorker } from "pdfjs-dist";
import parts from "virtual:pdf-parts";

const library = () => import(/* @vite-ignore */ `${parts}legacy/build/pdf.min.mjs`) as Promise<typeof import("pdfjs-dist")>;

export type Pdf = Awaited<ReturnType<typeof library>>;

/** A picture within a page has at most so many dots. */
const MOST_DOTS = 1 << 26;
/** So much is asked for at a time: of a long document only what is looked at comes over the line. */
const PIECE = 256 << 10;
/** A worker has so long to end by itself. */
const GRACE_MS = 1000;

export interface Opened {
  pdf: Pdf;
  document: PDFDocumentProxy;
}

const sourceOf = async (from: string | Blob) => (typeof from === "string" ? { url: new URL(from, location.href).href } : { data: new Uint8Array(await from.arrayBuffer()) });

/** Begins to open a PDF, by where its bytes are or from those that are here; whoever closes it ends the work on it, however far it is. */
export function opening(from: string | Blob): { opened: Promise<Opened>; close: () => void } {
  let task: PDFDocumentLoadingTask | null = null;
  let worker: PDFWorker | null = null;
  let closed = false;
  const open = async () => {
    const [pdf, source] = await Promise.all([library(), sourceOf(from)]);
    if (closed) throw new Error("closed");
    pdf.GlobalWorkerOptions.workerSrc = `${parts}legacy/build/pdf.worker.min.mjs`;
    worker = new pdf.PDFWorker();
    task = pdf.getDocument({
      worker,
      ...source,
      rangeChunkSize: PIECE,
      disableAutoFetch: true,
      disableStream: true,
      // Without the tables a Japanese page whose fonts are not in the file is white, and nothing says so.
      cMapUrl: `${parts}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${parts}standard_fonts/`,
      wasmUrl: `${parts}wasm/`,
      // Our pages' policy allows neither; the JavaScript that a PDF brings is read by nobody in any case.
      useWasm: false,
      isEvalSupported: false,
      enableXfa: false,
      maxImageSize: MOST_DOTS,
      verbosity: 0,
    });
    return { pdf, document: await task.promise };
  };
  return {
    opened: open(),
    close: () => {
      closed = true;
      void task?.destroy().catch(() => undefined);
      // The task waits for the worker's answer, which a hostile file may never let it give.
      setTimeout(() => worker?.destroy(), GRACE_MS);
    },
  };
}

/** Why a PDF cannot be shown. */
export function faultOf(error: unknown): "locked" | "gone" | "broken" {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException") return "locked";
  // The server refuses, or the program itself could not be had.
  return name === "ResponseException" || name === "TypeError" || !navigator.onLine ? "gone" : "broken";
}

/** What Japanese pages without fonts of their own need most. */
const TABLES = ["90ms-RKSJ-H", "UniJIS-UCS2-H", "UniJIS-UTF16-H", "Adobe-Japan1-UCS2"];

/** Has what draws a PDF on this device, before there is no line to fetch it by. */
export async function fetchParts(): Promise<void> {
  const wanted = ["legacy/build/pdf.min.mjs", "legacy/build/pdf.worker.min.mjs", ...TABLES.map((name) => `cmaps/${name}.bcmap`)];
  for (const part of wanted) await fetch(`${parts}${part}`).then((answer) => answer.arrayBuffer());
}
