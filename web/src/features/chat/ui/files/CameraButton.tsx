import { useRef } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { t } from "../../text.files.ts";
import { attach } from "./attach.ts";
import { compressed } from "./photo.ts";

/** Takes a photo with the camera of a telephone for the message that is being written. */
export function CameraButton({ stream }: { stream: Id }) {
  const camera = useRef<HTMLInputElement>(null);
  const take = async (photos: readonly File[]) => attach(stream, await Promise.all(photos.map(compressed)));
  return (
    <>
      <button type="button" className="icon-button small composer-tool" aria-label={t.takePhoto} title={t.takePhoto} onMouseDown={(event) => event.preventDefault()} onClick={() => camera.current?.click()}>
        <svg className="icon" width="1.125rem" height="1.125rem" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.250 3.250 0 1 0 0-6.500 3.250 3.250 0 0 0 0 6.500" />
        </svg>
      </button>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          void take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

export default CameraButton;
