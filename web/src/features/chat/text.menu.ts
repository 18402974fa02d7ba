import { texts } from "../../platform/texts.ts";

const ja = {
  copyText: "本文をコピー",
  forward: "転送",
  markQuestion: "質問にする",
  markUnread: "ここから未読にする",
  markedUnread: "未読にしました。",
  moreEmoji: "絵文字を選ぶ",
  nameAnswer: "質問の回答にする",
  toAlbum: "アルバムに追加",
  withdrawDone: "メッセージを取り消しました。",
  writeAgain: "書き直す",
};

export type MenuTexts = typeof ja;
export const t = texts(ja, () => import("./text.menu.en.ts"));
