import { texts } from "../../platform/texts.ts";

const ja = {
  back: "戻る",
  printList: "一覧を印刷",
  empty: "印刷するものがありません。",
  count: (count: number) => `${count}件`,
  countCut: (count: number) => `先頭の${count}件。これより後は載せていません。`,
  searchOf: (words: string) => `検索結果「${words}」`,
  membersOf: (room: string) => `${room} メンバー一覧`,
  filesOf: (room: string) => `${room} ファイル一覧`,
  moment: "日時",
  room: "ルーム",
  author: "発言者",
  words: "内容",
  title: "題名",
  edited: "最後の編集",
  file: "ファイル名",
  withFile: (name: string) => `(ファイル: ${name})`,
  name: "氏名",
  reading: "よみ",
  unit: "所属",
  post: "役職",
  role: "役割",
  readsUntil: (day: string) => `引継ぎのため${day}まで閲覧`,
};

export type PaperTexts = typeof ja;
export const t = texts(ja, () => import("./text.paper.en.ts"));
