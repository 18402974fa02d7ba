import { texts } from "../../platform/texts.ts";

// The words of the page for whoever comes back: most people never see it.
const ja = {
  title: "復帰まとめ",
  away: (from: string, to: string) => `${from}から${to}までの休業のあいだのことです。`,
  joined: "加わった人",
  left: "いなくなった人",
  nobodyJoined: "加わった人はいません。",
  nobodyLeft: "いなくなった人はいません。",
  rooms: "未読のあるルーム",
  noRooms: "未読はありません。",
  unread: (count: number) => `未読 ${count}件`,
  mentions: (count: number) => `あなたへのメンション ${count}件`,
  readAll: "すべて既読にする",
  readAllHint: "一つずつ読まなくても、いまから始められます。書かれたことは残り、あとから読めます。",
  done: (count: number) => `${count}個のルームを既読にしました。`,
  undo: "元に戻す",
  undone: "未読に戻しました。",
  notBack: "復帰まとめは、休業が終わってから2週間のあいだ、ここに出ます。",
  toRooms: "ルームの一覧へ",
};

export const t = texts(ja, () => import("./text.back.en.ts"));
export type BackTexts = typeof ja;
