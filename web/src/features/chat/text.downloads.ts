import { texts } from "../../platform/texts.ts";

// The words of rooms whose files are looked at and not saved.
const ja = {
  title: "ファイルの保存",
  who: "このルームのファイルを保存できる人",
  whoThere: "ルームのファイルを保存できる人",
  begins: (who: string) => `ファイルを保存できる人: ${who}`,
  least: (who: string) => `団体の決まりで、すべてのルームのファイルを保存できる人は、広くても「${who}」です。`,
  leastOutside: (who: string) => `団体の決まりで、ゲストや他の団体の人がいるルームのファイルを保存できる人は、広くても「${who}」です。`,
  section: "ファイルの保存の制限",
  sectionHint: "ルームのファイルを保存できる人を、団体として制限します。決めるとすぐに、いまあるルームにも当てはまり、ルームの管理者はこれより広げられません。ダイレクトメッセージも含みます。ファイルを送った人とルームの管理者は保存できます。",
  floorRooms: "すべてのルームで保存できる人",
  floorOutside: "ゲスト・ボットがいるルームと、ほかの団体と共有しているルームで保存できる人",
  floorSave: "保存",
  floorSaved: "保存しました。",
  everyone: "ルームを読める全員",
  staff: "職員だけ",
  staffHint: "ゲストと、共有しているほかの団体の人は保存できません。",
  nobody: "だれもできない",
  nobodyHint: "ファイルを送った人・入れた人とルームの管理者は保存できます。",
  limits:
    "保存できない人には、画像・動画・音声・PDF・文書・テキストを、名前と時刻の透かしを重ねて表示します。保存・印刷と、ほかのルームへの転送はできません。表示できない種類のファイルは開けません。メッセージに添付されたファイルにも、ノートに入れたファイルにも当てはまります。",
  promise: "画面に表示した内容は、撮影したり書き写したりできます。表示のために送られたデータを、詳しい人が取り出すことも防げません。見せられないものは、このルームに送らないでください。",
  stop: "やめる",
  save: "決定する",
  notKept: "表示だけ",
  notKeptHint: "このルームのファイルは、保存・印刷できません。",
  keptThere: "送った団体の決まりで、印刷できません。",
  onlyBeginning: "大きいファイルのため、先頭だけを表示しています。",
  cannotHave: "この種類のファイルは表示できません。このルームのファイルは保存できないため、必要なときはルームの管理者か、送った人に頼んでください。",
};

export const t = texts(ja, () => import("./text.downloads.en.ts"));
export type DownloadTexts = typeof ja;
