import { useRef } from "react";
import type { Id } from "../../../../platform/ids.ts";
import { t } from "../../text.files.ts";
import { attach } from "./attach.ts";

/** Whether this device is held in a hand, and has a camera at its back. */
export const touches = () => matchMedia("(pointer: coarse)").matches;

/** Takes a photo with the camera of a telephone for the message that is being written, and then another. */
export function CameraButton({ stream, another = false }: { stream: Id; another?: boolean }) {
  const camera = useRef<HTMLInputElement>(null);
  const label = another ? t.takeAnother : t.takePhoto;
  return (
    <>
      <button type="button" className={another ? "bringing-camera" : "icon-button small composer-tool"} aria-label={label} title={label} onMouseDown={(event) => event.preventDefault()} onClick={() => camera.current?.click()}>
        <svg className="icon" width="1.125rem" height="1.125rem" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.250 3.250 0 1 0 0-6.500 3.250 3.250 0 0 0 0 6.500" />
        </svg>
        {another && label}
      </button>
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          attach(stream, [...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

export default CameraButton;
