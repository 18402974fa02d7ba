import { strToU8, zipSync } from "fflate";
import { encodeCp932 } from "./cp932.ts";

export type Format = "xlsx" | "sjis" | "utf8";
export type Cell = string | number;

/** A table of texts and numbers, as it stands on the screen. */
export interface Table {
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export interface Written {
  bytes: Uint8Array;
  type: string;
  ending: string;
  /** Characters that the encoding does not have. */
  lost: ReadonlySet<string>;
  /** Characters that were written in another shape. */
  reduced: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A cell of CSV. What a spreadsheet would take for a formula gets an apostrophe, as the server's lists do; an import takes it off again. */
function csvCell(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const guarded = /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

export function csv({ head, rows }: Table): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

// XML 1.0 has no other control characters.
const NO_XML = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;
const xml = (text: string) => text.replace(NO_XML, "\ufffd").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
/** Excel takes no more in a cell. */
const MOST_IN_A_CELL = 32_767;
const WIDEST = 60;

/** How wide a text is, in halves of a kanji. */
const width = (cell: Cell) => [...String(cell)].reduce((sum, character) => sum + (/[ -~｡-ﾟ]/.test(character) ? 1 : 2), 0);

function xlsxCell(cell: Cell, style: number): string {
  if (typeof cell === "number") return `<c s="${style}"><v>${cell}</v></c>`;
  return `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(cell.slice(0, MOST_IN_A_CELL))}</t></is></c>`;
}

/** A workbook of one sheet: the head stands while the rows scroll, and filters itself. ECMA-376, the parts that Excel asks for. */
export function xlsx({ head, rows }: Table, sheet: string): Uint8Array {
  const row = (cells: readonly Cell[], style: number) => `<row>${cells.map((cell) => xlsxCell(cell, style)).join("")}</row>`;
  const widths = head.map((title, at) => Math.min(WIDEST, Math.max(width(title) + 4, ...rows.slice(0, 500).map((cells) => width(cells[at] ?? "") + 2))));
  const last = `${column(head.length - 1)}${rows.length + 1}`;
  const declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const office = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${office}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${xml(sheetName(sheet))}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="游ゴシック"/></font><font><b/><sz val="11"/><name val="游ゴシック"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.map((wide, at) => `<col min="${at + 1}" max="${at + 1}" width="${wide}" customWidth="1"/>`).join("")}</cols><sheetData>${row(head, 1)}${rows.map((cells) => row(cells, 0)).join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`,
  };
  // A day that never changes, so that the same table is the same file.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, [strToU8(declared + text), { mtime }]])));
}

/** A, B … Z, AA. */
function column(at: number): string {
  return (at >= 26 ? column(Math.floor(at / 26) - 1) : "") + String.fromCharCode(65 + (at % 26));
}

/** Excel allows 31 characters, and not these. */
function sheetName(name: string): string {
  return name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31);
}

export function write(table: Table, name: string, format: Format): Written {
  if (format === "xlsx") return { bytes: xlsx(table, name), type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ending: "xlsx", lost: NOTHING, reduced: NOTHING };
  const text = csv(table);
  // Without the mark Excel takes UTF-8 for Shift_JIS.
  if (format === "utf8") return { bytes: strToU8(`\ufeff${text}`), type: "text/csv;charset=utf-8", ending: "csv", lost: NOTHING, reduced: NOTHING };
  return { ...encodeCp932(text), type: "text/csv;charset=shift_jis", ending: "csv" };
}
