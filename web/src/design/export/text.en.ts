import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.ts";

export const en: Translation<Texts> = {
  export: "Export",
  xlsx: "Excel workbook (.xlsx)",
  sjis: "CSV for Excel (Shift_JIS)",
  utf8: "CSV (UTF-8)",
  working: "Exporting",
  read: (count) => `${count.toLocaleString("en")} rows read…`,
  stop: "Stop",
  done: (count) => `${count.toLocaleString("en")} rows exported.`,
  notAll: "Some characters are not in Shift_JIS",
  lost: "These became “〓”. An Excel workbook or UTF-8 keeps them as they are.",
  reduced: "These were written in their usual shape.",
  nothing: "There is nothing to export.",
  tooMany: (most) => `No more than ${most.toLocaleString("en")} rows can be exported at once. Narrow the list down.`,
};
