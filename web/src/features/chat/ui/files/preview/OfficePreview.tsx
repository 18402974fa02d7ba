import { useEffect, useState } from "react";
import { t } from "../../../text.preview.ts";
import { PdfPreview } from "./PdfPreview.tsx";
import { SaveInstead } from "./SaveInstead.tsx";
import type { StageProps } from "./Stage.ts";

/** Why there is no preview, by the codes of the server. */
const WHY: Record<string, "officeNotInstalled" | "officeTooLarge" | "officeTooSlow" | "officeFailed"> = {
  "files.preview_not_installed": "officeNotInstalled",
  "files.preview_too_large": "officeTooLarge",
  "files.preview_too_slow": "officeTooSlow",
  "files.preview_failed": "officeFailed",
};

/** The server itself waits with its answer while it is at it. */
const PAUSE_MS = 500;

/** Asks for the preview of a file until it is there; else why there is none. */
async function awaited(at: string, signal: AbortSignal): Promise<keyof typeof t | null> {
  for (;;) {
    const response = await fetch(at, { headers: { range: "bytes=0-0" }, credentials: "same-origin", signal });
    if (response.ok) return null;
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    if (code !== "files.preview_coming") return WHY[code ?? ""] ?? "gone";
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** An office file, as the PDF that the server makes of it. */
export function OfficePreview(props: StageProps) {
  const at = `${props.file.at}/preview`;
  const [state, setState] = useState<keyof typeof t | "coming" | null>("coming");
  useEffect(() => {
    const leaving = new AbortController();
    awaited(at, leaving.signal).then(
      (why) => leaving.signal.aborted || setState(why),
      () => leaving.signal.aborted || setState("gone"),
    );
    return () => leaving.abort();
  }, [at]);
  if (state === "coming")
    return (
      <p className="viewer-note" role="status">
        {t.officeComing}
      </p>
    );
  if (state !== null) return <SaveInstead file={props.file}>{String(t[state])}</SaveInstead>;
  return <PdfPreview {...props} file={{ ...props.file, at }} />;
}

export default OfficePreview;
