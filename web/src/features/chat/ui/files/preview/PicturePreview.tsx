import { useEffect, useState } from "react";
import { t } from "../../../text.preview.ts";
import { pictureOf, printed } from "./printing.ts";
import type { StageProps } from "./Stage.ts";

/** A picture, as large as fits or larger; its small one stands there until it has come. */
export function PicturePreview({ file, zoom, onPrintable }: StageProps) {
  const [state, setState] = useState<"coming" | "there" | "failed">("coming");
  useEffect(() => {
    if (state !== "there") return undefined;
    onPrintable(() => printed(pictureOf(file.bytes ?? file.at, file.name)));
    return () => onPrintable(null);
  }, [state, file, onPrintable]);
  if (state === "failed") return <p className="viewer-note">{t.gone}</p>;
  const [width, height] = [file.width ?? 1, file.height ?? 1];
  const style = { "--scale": zoom, aspectRatio: `${width} / ${height}`, "--width": `${width}px`, "--ratio": width / height, backgroundImage: `url("${file.at}/thumbnail")` };
  return <img src={file.bytes ?? file.at} alt={file.name} style={style as Record<string, string | number>} onLoad={() => setState("there")} onError={() => setState("failed")} />;
}
