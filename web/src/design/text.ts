import { texts } from "../platform/texts.ts";

const ja = {
  close: "閉じる",
  copied: "コピーしました。",
  notCopied: "コピーできませんでした。文字を選んで Ctrl+C でコピーしてください。",
  cancel: "キャンセル",
  loading: "読み込んでいます…",
  retry: "もう一度読み込む",
  more: "さらに表示",
  required: "必須",
  sort: "並べ替え",
  searchPeople: "氏名・よみ・所属・内線で探す",
  noPeople: "あてはまる人がいません。よみの一部や所属の名前でも探せます。",
  chosen: (count: number) => `${count}人を選択中`,
  removePerson: (name: string) => `${name}さんを外す`,
  online: "在席",
  away: "離席",
  offline: "オフライン",
  inactive: "退職",
  outside: "未参加",
  shared: "共用",
  guest: "ゲスト",
  bot: "ボット",
  guestOver: "終了",
  partnerOver: "共有終了",
  botStopped: "停止中",
  onLeave: "休業中",
  units: "所属",
  rowActions: "操作",
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;
