import { createRoot } from "react-dom/client";
import { Editor, type Drawing } from "./Editor.tsx";

/** Draws over a picture; what was open before stays below. */
export function draw(drawing: Drawing): void {
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    root.unmount();
    place.remove();
  };
  root.render(<Editor drawing={drawing} close={close} />);
}
