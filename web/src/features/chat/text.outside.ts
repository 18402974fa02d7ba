import { texts } from "../../platform/texts.ts";

const ja = {
  title: "外部の人も読むルームです",
  ask: (readers: string) => `${readers}このルームに送りますか。`,
  send: "送る",
  section: "誤送信の防止",
  hint: "ゲストのいるルームと、ほかの組織と共有しているルームに書くときの扱いです。送った人の端末が決められた秒数のあいだメッセージを預かり、そのあいだは相手に届く前に取り消せます。届いたあとの取り消しも、相手の組織の画面から消えます。",
  hold: "送る前に預かる時間",
  noHold: "預からない",
  holdFor: (seconds: number) => `${seconds}秒`,
  asks: "別のルームから移ってきて最初に送るときに、送り先を確かめる",
  save: "保存",
  saved: "保存しました。",
};

export type OutsideTexts = typeof ja;
export const t = texts(ja, () => import("./text.outside.en.ts"));
