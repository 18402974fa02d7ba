import type { ComponentType } from "react";
import type { Id } from "./ids.ts";

/** A page that is shown to be read: which, and what tells a newer one from it. */
export interface PaperProps {
  id: Id;
  /** Its number: another one is fetched anew. */
  upto: number;
  /** It is on screen: its blocks are the children of the element with `data-blocks`. */
  onDrawn: () => void;
}

/** What a feature draws of its pages elsewhere. */
export interface PaperParts {
  Page: ComponentType<PaperProps>;
  /** What differs between two of its numbers. */
  Between: ComponentType<{ id: Id; from: number; to: number }>;
  /** Has a page on this device before somebody turns to it. */
  prepare: (id: Id, upto: number) => Promise<void>;
}

/** By the kind of page. The app fills it in: features do not know one another. */
export const papers: { note?: PaperParts } = {};
