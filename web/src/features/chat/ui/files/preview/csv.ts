/** Rows of a table are read up to here: more is looked at elsewhere. */
export const MOST_ROWS = 5000;
export const MOST_COLUMNS = 200;

export interface Table {
  rows: string[][];
  /** How wide its widest row is. */
  columns: number;
  /** There are more rows than were read. */
  more: boolean;
  /** Rows have more fields than were kept. */
  wider: boolean;
}

/** What parts the fields: what the first line has most of, outside of quotes. */
export function separatorOf(text: string): string {
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.slice(0, 20_000))?.[0].replace(/"(?:[^"]|"")*"/g, "") ?? "";
  const count = (mark: string) => line.split(mark).length;
  return [",", "\t", ";"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** Reads a table as RFC 4180 has it, and as programs write it: quotes keep separators and line breaks, two of them are one. */
export function tableOf(text: string, separator = separatorOf(text)): Table {
  const table: Table = { rows: [], columns: 0, more: false, wider: false };
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let begun = false;
  const endField = () => {
    if (row.length < MOST_COLUMNS) row.push(field);
    else table.wider = true;
    field = "";
  };
  const endRow = () => {
    endField();
    table.rows.push(row);
    table.columns = Math.max(table.columns, row.length);
    row = [];
    begun = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    if (table.rows.length === MOST_ROWS) {
      table.more = true;
      return table;
    }
    const letter = text[at] ?? "";
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') {
        field += letter;
        at += 1;
      } else quoted = false;
    } else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      endRow();
    } else {
      begun = true;
      if (letter === separator) endField();
      else if (letter === '"' && field === "") quoted = true;
      else field += letter;
    }
  }
  if (begun) endRow();
  return table;
}

/** What a column is called, as sheets call it: A, B, … Z, AA. */
export function columnName(at: number): string {
  const rest = Math.floor(at / 26);
  return (rest > 0 ? columnName(rest - 1) : "") + String.fromCharCode(65 + (at % 26));
}
