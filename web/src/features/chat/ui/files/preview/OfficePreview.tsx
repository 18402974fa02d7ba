import { useEffect, useState } from "react";
import { t } from "../../../text.preview.ts";
import { awaited, type Missing } from "./awaited.ts";
import { PdfPreview } from "./PdfPreview.tsx";
import { SaveInstead } from "./SaveInstead.tsx";
import type { StageProps } from "./Stage.ts";

/** An office file, as the PDF that the server makes of it. */
export function OfficePreview(props: StageProps) {
  const at = `${props.file.at}/preview`;
  const [state, setState] = useState<Missing | "coming" | null>("coming");
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
  if (state !== null) return <SaveInstead file={props.file}>{t[state]}</SaveInstead>;
  return <PdfPreview {...props} file={{ ...props.file, at, ...(props.file.bytes !== undefined && { bytes: at }) }} />;
}

export default OfficePreview;
