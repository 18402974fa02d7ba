import { texts } from "../../platform/texts.ts";

const ja = {
  export: "書き出す",
  xlsx: "Excelブック(.xlsx)",
  sjis: "Excel用のCSV(Shift_JIS)",
  utf8: "CSV(UTF-8)",
  working: "書き出しています",
  read: (count: number) => `${count.toLocaleString("ja-JP")}件を読み込みました…`,
  stop: "やめる",
  done: (count: number) => `${count.toLocaleString("ja-JP")}件を書き出しました。`,
  notAll: "Shift_JISで書けない文字がありました",
  lost: "次の文字は「〓」にしました。ExcelブックかUTF-8なら、そのまま書き出せます。",
  reduced: "次の文字は、字形の指定を外して書きました。",
  nothing: "書き出すものがありません。",
  tooMany: (most: number) => `一度に書き出せるのは${most.toLocaleString("ja-JP")}件までです。期間や条件で絞り込んでください。`,
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;
