import { texts } from "../../platform/texts.ts";

const ja = {
  many: "部署のルームをまとめて作る",
  hint: "課ごとのルームなどを一度に作ります。メンバーは部署に合わせて自動で入り、異動のたびに入れ替わります。",
  sort: "作るルーム",
  sortUnit: "部署のルーム",
  sortUnitHint: "その部署の全員のルームです。まだない部署にだけ作ります。",
  sortWith: "決まった人を加えたルーム",
  sortWithHint: "「市長と各課」のように、部署の全員と、いつも同じ人が入るルームです。",
  always: "いつも入る人",
  kinds: "部署の種別",
  kindCount: (kind: string, count: number) => `${kind}(${count})`,
  below: "範囲",
  everywhere: "組織のすべて",
  pattern: "ルームの名前",
  patternHint: "{部署} のところに、部署の名前が入ります。",
  purpose: "目的",
  list: "作るルームの一覧",
  nothing: "あてはまる部署がありません。種別か範囲を変えてください。",
  there: "あります",
  made: "作りました",
  failed: "作れませんでした",
  making: "作っています…",
  make: (count: number) => `${count}件のルームを作る`,
  stop: "止める",
  progress: (done: number, all: number) => `${all}件のうち${done}件`,
  leaveHint: "この画面を離れると止まります。作り終えた分は残り、続きはあとからでも作れます。",
  done: (count: number) => `${count}件のルームを作りました。`,
  doneSome: (count: number, failed: number) => `${count}件のルームを作りました。${failed}件は作れませんでした。理由を確かめて、もう一度押してください。`,
  toRooms: "ルームの一覧へ",
  needsPeople: "いつも入る人を選んでください。",
  needsSlot: "名前に {部署} を入れてください。どのルームも同じ名前になってしまいます。",
};

export const t = texts(ja, () => import("./text.many.en.ts"));
export type ManyTexts = typeof ja;
