import { texts } from "../../platform/texts.ts";

const ja = {
  pins: "ピン留めしたメッセージ",
  pin: "ルームにピン留めする",
  unpin: "ルームのピン留めを外す",
  pinned: "ピン留め",
  pinnedBy: (name: string, moment: string) => `${name}さんが${moment}にピン留め`,
  pinDone: "ルームにピン留めしました。だれにも通知されません。",
  unpinDone: "ピン留めを外しました。",
  tooMany: "このルームのピン留めは50件までです。使わないものを外してください。",
  none: "ピン留めしたメッセージはありません",
  noneHint: "メッセージのメニューの「ルームにピン留めする」を選ぶと、使い方や連絡先など、何度も見るものがここに並びます。ルームの全員に見えます。",
  toMessage: "メッセージへ",
  closePane: "閉じる",
};

export type PinTexts = typeof ja;
export const t = texts(ja, () => import("./text.pins.en.ts"));
