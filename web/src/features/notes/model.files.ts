import type { Wire } from "../../platform/api/wire.ts";
import type { Id } from "../../platform/ids.ts";

export type NoteFile = Wire["NoteFile"];

/** How wide a picture is drawn. */
export const WIDTHS = ["small", "medium", "full"] as const;
export type Width = (typeof WIDTHS)[number];

export const isWidth = (value: unknown): value is Width => (WIDTHS as readonly unknown[]).includes(value);

/** What a page says of a file. */
export interface Placed {
  id: string;
  name: string;
  width: Width;
  alt: string;
}

const LONGEST_NAME = 400;
const LONGEST_ALT = 1_000;

/** As much of a text from its beginning as the server takes; bytes are counted, and no letter is cut apart. */
function fitting(text: string, most: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= most) return text;
  let [kept, size] = ["", 0];
  for (const letter of text) {
    size += encoder.encode(letter).length;
    if (size > most) break;
    kept += letter;
  }
  return kept;
}

/** What a page says of a file, from anything that may say it: as the server takes it. */
export function placedOf(from: Readonly<Record<string, unknown>>): Placed {
  const text = (value: unknown, most: number) => (typeof value === "string" ? fitting(value, most) : "");
  return { id: text(from.id, 13), name: text(from.name, LONGEST_NAME), width: isWidth(from.width) ? from.width : "medium", alt: text(from.alt, LONGEST_ALT) };
}

/** Whether the server takes what a page says of a file. */
export function isGoodFile(attrs: Readonly<Record<string, unknown>>): boolean {
  const placed = placedOf(attrs);
  return (["id", "name", "width", "alt"] as const).every((name) => placed[name] === attrs[name]);
}

/** Whether browsers show it as a picture. */
export const isPicture = (file: Pick<NoteFile, "kind" | "width" | "height">): boolean => file.kind === "picture" && Boolean(file.width) && Boolean(file.height);

const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** A number of bytes as people read it. */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const count = bytes / 1024 ** step;
  return `${step > 0 && count < 10 ? count.toFixed(1) : Math.round(count)} ${UNITS[step]}`;
}

/** The files of notes that this window knows of, by note. */
export type Known = Readonly<Record<Id, Readonly<Record<Id, NoteFile>>>>;

/** With files of a note put in. */
export function withFiles(known: Known, note: Id, files: readonly NoteFile[]): Known {
  return { ...known, [note]: { ...known[note], ...Object.fromEntries(files.map((file) => [file.id, file])) } };
}

/** Whether the files of a drop or a clipboard are what is meant: a table that is copied comes with words and a picture of itself. */
export function filesMeant(data: DataTransfer | null): File[] {
  if (!data || data.getData("text/plain").trim() !== "") return [];
  return [...data.files];
}
