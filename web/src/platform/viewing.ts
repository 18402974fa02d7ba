import type { Wire } from "./api/wire.ts";
import type { Id } from "./ids.ts";

/** A file to be looked at: where its bytes are given out, and what is known of it. */
export interface FileToView {
  id: Id;
  at: string;
  name: string;
  size: number | null;
  kind: Wire["FileKind"] | null;
  width: number | null;
  height: number | null;
  /** Who brought it, and when. */
  said: { author: Id | null; at: string } | null;
  /** Where it is given out it may be that it is only looked at: the server is asked. */
  asks?: boolean;
}

/** Shows files one at a time over everything, beginning with one. The app fills it in: features do not know one another. */
export const viewing: { view?: (files: readonly FileToView[], first: number) => Promise<void> } = {};
