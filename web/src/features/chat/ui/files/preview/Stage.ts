import type { Looked } from "./kinds.ts";

/** What whoever shows a file of some kind is given by the viewer around it. */
export interface StageProps {
  file: Looked;
  /** How much larger than fits. */
  zoom: number;
  /** What scrolls, and has the keys, once it is there. */
  stage: HTMLElement | null;
  /** Where buttons of one's own go, once it is there. */
  tools: HTMLElement | null;
  /** Says how it is printed; nothing while it cannot be. */
  onPrintable: (print: (() => Promise<void>) | null) => void;
}
