import { texts } from "../../platform/texts.ts";

// The words of shared devices come with their screens, which few ever see.
const ja = {
  who: "だれが使いますか",
  whoHint: (account: string) => `${account}の端末です。自分の名前を選び、PINを入力してください。`,
  search: "氏名・よみで探す",
  people: "この端末を使う人",
  nobody: "あてはまる人がいません。使う人に入っているかを、管理者に確かめてください。",
  more: "ほかにもいます。氏名かよみで探してください。",
  noPin: "PINなし",
  pin: "PIN(6桁の数字)",
  newPin: "新しいPIN(6桁の数字)",
  newPinHint: "自分だけが知る数字にしてください。000000や123456は使えません。",
  newPinAgain: "新しいPIN(確認)",
  pinsDiffer: "確認のPINが違います。",
  use: "使い始める",
  back: "ほかの人を選ぶ",
  signOut: "この端末からサインアウトする",
  using: (name: string) => `${name}さんが使っています`,
  lock: "ロックする",
  lockHint: "画面をロックする (Ctrl+Alt+L)",
  pinTitle: "PIN(共用の端末)",
  pinAbout: "保育園や窓口などの共用の端末で、自分だと示すための6桁の数字です。",
  pinNone: "まだ決めていません。",
  pinSince: (when: string) => `${when}に決めました。`,
  pinGiven: (when: string) => `${when}に管理者から渡されたPINです。はじめて使うときに変えます。`,
  pinSet: "PINを決める",
  pinChange: "PINを変える",
  pinSaved: "PINを決めました。",
};

export const t = texts(ja, () => import("./text.operators.en.ts"));
export type OperatorTexts = typeof ja;
