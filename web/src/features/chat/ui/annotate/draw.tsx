import { createRoot } from "react-dom/client";
import { leavesStore } from "../../../../platform/session.ts";
import { Editor, type Drawing } from "./Editor.tsx";

/** Draws over a picture; what was open before stays below. */
export function draw(drawing: Drawing): void {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    stop();
    root.unmount();
    place.remove();
  };
  // Whoever leaves the screen, locked as it may be, leaves no picture on it; what was drawn waits for them.
  const stop = leavesStore.subscribe(close);
  root.render(<Editor drawing={drawing} close={close} />);
}
