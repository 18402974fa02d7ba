/** A text and its selection, as a textarea has them. */
export interface Selection {
  text: string;
  start: number;
  end: number;
}

/** Puts marks around the selection, or takes them away when they are there. */
export function toggleMarks({ text, start, end }: Selection, mark: string): Selection {
  const inside = text.slice(start, end);
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return { text: before.slice(0, -mark.length) + inside + after.slice(mark.length), start: start - mark.length, end: end - mark.length };
  }
  return { text: before + mark + inside + mark + after, start: start + mark.length, end: end + mark.length };
}

/** Makes the selected lines a list, or plain lines again. */
export function toggleList({ text, start, end }: Selection): Selection {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const listed = lines.every((line) => line.startsWith("- "));
  const changed = lines.map((line) => (listed ? line.slice(2) : `- ${line}`)).join("\n");
  const result = text.slice(0, from) + changed + text.slice(to);
  return { text: result, start: from + changed.length, end: from + changed.length };
}

const MARKER = /^(\s*)([-*+] (?:\[[ xX]\] )?|(\d{1,9})([.)]) )(.*)$/;

/** What a line end in a list does: the next item, or the end of the list on an empty one. Null: an ordinary line end. */
export function continueList({ text, start, end }: Selection): Selection | null {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(from, start);
  const found = MARKER.exec(line);
  if (!found || start !== end) return null;
  const [, indent = "", marker = "", number, dot = ".", rest = ""] = found;
  if (rest === "") return { text: text.slice(0, from) + text.slice(start), start: from, end: from };
  const next = `\n${indent}${number ? `${Number(number) + 1}${dot} ` : marker.replace(/\[[xX]\]/, "[ ]")}`;
  const caret = start + next.length;
  return { text: text.slice(0, start) + next + text.slice(end), start: caret, end: caret };
}

/** How many columns of a fixed font a text takes: Japanese letters take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(letter) ? 2 : 1;
  return columns;
}

/** A table as Excel puts it on the clipboard, drawn as an aligned block; null when the text is none. */
export function tableBlock(clipboard: string): string | null {
  const rows = clipboard.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const width = Math.max(...rows.map((row) => row.length));
  if (width < 2 || rows.length < 2) return null;
  const widths = Array.from({ length: width }, (_, column) => Math.max(...rows.map((row) => columnsOf((row[column] ?? "").trim()))));
  const isNumber = (cell: string) => /^[-+]?[\d,.]+[%円人件]?$/.test(cell);
  const lines = rows.map((row) =>
    widths
      .map((room, column) => {
        const cell = (row[column] ?? "").trim();
        const gap = " ".repeat(room - columnsOf(cell));
        return isNumber(cell) ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
  return `\`\`\`\n${lines.join("\n")}\n\`\`\`\n`;
}
