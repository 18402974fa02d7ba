import { useState } from "react";
import { t as downloads } from "../../../text.downloads.ts";
import { t } from "../../../text.preview.ts";
import type { StageProps } from "./Stage.ts";

/** A film or a sound, with the controls that the browser has for it. */
export function Film({ file, sound }: StageProps & { sound: boolean }) {
  const [failed, setFailed] = useState(false);
  if (failed) return <p className="viewer-note">{file.bytes === undefined ? t.cannotPlay : downloads.cannotHave}</p>;
  const way = { src: file.bytes ?? file.at, controls: true, ...(file.bytes && { controlsList: "nodownload", disablePictureInPicture: true }), preload: "metadata", "aria-label": file.name, onError: () => setFailed(true) } as const;
  // What people filmed for each other comes without subtitles.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return sound ? <audio {...way} /> : <video {...way} playsInline />;
}

export default Film;
