import { texts } from "../../platform/texts.ts";

const ja = {
  search: "検索",
  field: "発言を検索",
  placeholder: "言葉、またはその一部(例: 防災会議 from:佐藤)",
  chips: "絞り込み",
  mine: "自分の発言",
  mentions: "だれかへの呼びかけ",
  links: "リンクあり",
  files: "ファイルあり",
  threads: "スレッドの中",
  thisYear: "今年度",
  onlyIn: (room: string) => `「${room}」の中だけ`,
  everywhere: "すべてのルームから探す",
  hint: "探す言葉を入力してください。",
  how: "1文字から、言葉の途中でも探せます。全角・半角、ひらがな・カタカナ、髙と高のような字の違いは気にしなくて構いません。",
  operators: "from:名前、in:ルーム名、has:リンク、after:4/1、before:令和8年4月1日、年度:2026 と書き足すと絞り込めます。続いた言葉は「\"」で囲みます。",
  nothing: "見つかりませんでした。",
  nothingHint: "言葉を短くするか、絞り込みを外してみてください。自分が読めるルームの発言だけを探しています。",
  found: (count: number) => `${count}件見つかりました。`,
  searchedTo: (day: string) => `${day}まで探しました。`,
  older: "これより前を探す",
  building: "検索の準備をしています。古い発言は、あとで見つかるようになります。",
};

export const t = texts(ja, () => import("./text.search.en.ts"));
export type SearchTexts = typeof ja;
