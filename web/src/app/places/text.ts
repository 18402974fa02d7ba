import { texts } from "../../platform/texts.ts";

const ja = {
  places: "組織",
  unread: (count: number) => `未読${count}件`,
  mentions: (count: number) => `自分宛て${count}件`,
  keys: "組織を切り替える(上から1、2、3…)",
  shortcut: (name: string, keys: string) => `${name}(${keys})`,
  menuOf: (name: string) => `${name}の操作`,
  open: "開く",
  openTab: "新しいタブで開く",
  showBeside: "並べて表示",
  besideOf: (name: string) => `${name}を並べて表示`,
  besideEnd: "並べて表示をやめる",
  beside: (name: string) => `並べて表示:${name}`,
  exchange: "左右を入れ替える",
  add: "組織を追加",
  band: (name: string) => `組織:${name}`,
  nowhere: "このアドレスの組織はありません。",
  nowhereHint: "アドレスの打ち間違いがないか確かめてください。分からないときは、アドレスを知らせた人に聞いてください。",
  toHome: "はじめの組織を開く",
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;
