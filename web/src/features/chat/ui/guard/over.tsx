import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { leavesStore } from "../../../../platform/session.ts";

/** Asks something over whatever is on the screen; nothing comes of it when who is asked leaves the screen before they answer. */
export function askOver<T>(draw: (done: (answer: T | null) => void) => ReactNode): Promise<T | null> {
  const box = document.body.appendChild(document.createElement("div"));
  const root = createRoot(box);
  return new Promise((resolve) => {
    let answered = false;
    const done = (answer: T | null) => {
      if (answered) return;
      answered = true;
      stop();
      root.unmount();
      box.remove();
      resolve(answer);
    };
    const stop = leavesStore.subscribe(() => done(null));
    root.render(draw(done));
  });
}
