import type { ComponentType } from "react";
import type { Id } from "./ids.ts";
import type { FileToView } from "./viewing.ts";

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

/** Whether a file lies on this device, to be shown without a line; if not, why: it is larger than what is kept, what is kept already leaves no place, it is only looked at, or it could not be had. */
export type Kept = "kept" | "too_large" | "full" | "looked" | "failed";

/** Larger files are not kept; in MB, as it is told to people. */
export const KEPT_MB = 20;

/** What tells how a file is shown. */
export type FileKindOf = Pick<FileToView, "kind" | "name" | "width" | "height">;

export interface FilePaperProps {
  /** Another one is another element. */
  file: FileToView;
  /** From 1 on. */
  page: number;
  /** How much larger than fits the width; null for all of the page at once. */
  zoom: number | null;
  /** It has so many pages. */
  onPages: (count: number) => void;
  onKept: (kept: Kept) => void;
}

/** A file of a room, drawn page by page where another feature shows it. */
export interface FilePaperParts {
  Page: ComponentType<FilePaperProps>;
  /** Whether it is drawn at all: what is not, is opened elsewhere. */
  isDrawn: (file: FileKindOf) => boolean;
  /** Whether it can be drawn larger. */
  grows: (file: FileKindOf) => boolean;
  /** Has a file on this device before somebody turns to it. */
  prepare: (file: FileToView) => Promise<Kept>;
  /** Leaves nothing of a file on this device. */
  drop: (id: Id) => Promise<void>;
}

/** By the kind of page. The app fills it in, once a page is wanted that shows them: features do not know one another. */
export const papers: { note?: PaperParts; file?: FilePaperParts; load?: () => Promise<unknown> } = {};

/** A screen, together with what draws the pages of others on it. */
export const withPapers = async <T>(screen: Promise<T>): Promise<T> => {
  await papers.load?.();
  return screen;
};
