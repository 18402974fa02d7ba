import { texts } from "../../platform/texts.ts";

// The words of whoever comes by a link come with the page that it leads to.
const ja = {
  title: "ゲストとして入る",
  hint: "担当者から伝えられた、6桁のPINを入力してください。",
  pin: "PIN(6桁の数字)",
  enter: "入る",
  lost: "リンクやPINが使えないときは、担当者にお問い合わせください。",
};

export const t = texts(ja, () => import("./text.visit.en.ts"));
export type VisitTexts = typeof ja;
