import { texts } from "../../platform/texts.ts";

const ja = {
  arrived: "一斉連絡が届きました",
  reminded: "まだ確認していない一斉連絡があります",
  replied: "一斉連絡に返信がありました",
  waits: "承認を待っている一斉連絡があります",
  show: "開く",
  overdue: (count: number) => `期限を過ぎた、確認が必要な一斉連絡が${count}件あります。`,
  toConfirm: (count: number) => `確認が必要な一斉連絡が${count}件あります。`,
  forGuest: (count: number) => `まだ読んでいない一斉連絡が${count}件あります。`,
  unread: (count: number) => `一斉連絡 未読・未確認${count}件`,
  close: "閉じる",
};

export const t = texts(ja, () => import("./text.band.en.ts"));
export type BandTexts = typeof ja;
