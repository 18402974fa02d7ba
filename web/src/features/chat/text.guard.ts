import { texts } from "../../platform/texts.ts";

const ja = {
  title: "個人番号(マイナンバー)が入っています",
  ask: "文の中に、個人番号と思われる12桁の数字があります。業務に必要な場合だけ送ってください。送ったことは、番号を除いて記録されます。",
  reason: "送る理由",
  reasonHint: "理由は記録に残ります。番号は書かないでください。",
  reasonWrong: "理由を200文字以内で、番号を入れずに書いてください。",
  stop: "直す",
  send: "このまま送る",
  refused: "個人番号と思われる12桁の数字は送れません。組織で決められています。入力した内容は残っています。",
  notSent: "個人番号と思われる数字があるため、送れませんでした。「編集」で戻して、直してください。",
  section: "個人番号の確認",
  hint: "メッセージに、検査用数字の合う12桁の数字があるときの扱いです。送信・編集・転送・送信予約のすべてで、サーバーが確かめます。",
  policy: "扱い",
  off: "何もしない",
  warn: "送る前に確認する",
  ofReason: "送る前に理由を書いてもらう",
  refuse: "送らせない",
  save: "保存",
  saved: "保存しました。",
};

export type GuardTexts = typeof ja;
export const t = texts(ja, () => import("./text.guard.en.ts"));
