import type { Id } from "../../../../../platform/ids.ts";
import type { FileReference } from "../../../model.ts";

/** Who said what a file came with, and when. */
export interface Said {
  author: Id | null;
  at: string;
}

/** A file to be looked at: where its bytes are given out, and what is known of it. */
export interface Looked {
  id: Id;
  at: string;
  name: string;
  size: number | null;
  kind: FileReference["kind"];
  width: number | null;
  height: number | null;
  said: Said | null;
  /** The room in which it is; nothing where it is shown for another reason. */
  room: Id | null;
  /** It is nothing of a room's that is known here, and may be only looked at all the same: the server is asked. */
  asks?: boolean;
  /** Which version it is, where the room has several. */
  version: FileReference["version"];
  /** Where its bytes are had when that is not where it is saved: it is only looked at. */
  bytes?: string;
  /** What is said of it where it stands. */
  caption?: string;
}

/** In which way a file is shown. */
export type Way = "picture" | "video" | "audio" | "pdf" | "text" | "table" | "office" | "none";

const endingOf = (name: string) => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? "";

const TABLES = ["csv", "tsv"];
const TEXTS = ["txt", "log", "md", "json", "yaml", "yml", "ini", "sql", ...TABLES];
// Those of which the server makes a PDF.
const OFFICE = ["docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp"];

/** How a file is shown. What the server found to be nothing in particular is at most read as letters, in which nothing can run. */
export function wayOf({ kind, name, width, height }: Pick<Looked, "kind" | "name" | "width" | "height">): Way {
  const ending = endingOf(name);
  if (kind === "picture") return width && height ? "picture" : "none";
  if (kind === "video" || kind === "audio" || kind === "pdf") return kind;
  if (kind === "document") return OFFICE.includes(ending) ? "office" : "none";
  // UTF-16 has bytes of nothing in it, for which the server takes it for no text.
  if (kind === "text" || (kind === "other" && TEXTS.includes(ending))) return TABLES.includes(ending) ? "table" : "text";
  return "none";
}
