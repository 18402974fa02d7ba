import { texts } from "../../platform/texts.ts";

// The words of files on their way come with what sends them: most messages have none.
const ja = {
  files: "添付するファイル",
  allThere: "ファイルがすべて届きました。送信できます。",
  sentOf: (sent: string, all: string) => `${sent} / ${all}`,
  paused: (far: string) => `${far}(一時停止中)`,
  waiting: (far: string) => `${far}(つながり次第、続きから送ります)`,
  progressOf: (name: string) => `${name}の進みぐあい`,
  pause: "一時停止",
  pauseOf: (name: string) => `${name}を一時停止`,
  resume: "続ける",
  resumeOf: (name: string) => `${name}の送信を続ける`,
  remove: "外す",
  removeOf: (name: string) => `${name}を外す`,
  tooLarge: "ファイルが大きすぎます。分けるか小さくしてください。",
  tooMuchWaiting: "送り終えていないファイルが多すぎます。先に送るか、外してください。",
  changed: "送っているあいだにファイルが変わったようです。外して、もう一度選んでください。",
  outOfStep: "画面が古くなっています。再読み込みして、もう一度選んでください。",
  roomFiles: "ファイル",
  name: "名前で探す",
  kind: "種類",
  allKinds: "すべて",
  picture: "画像",
  video: "動画",
  audio: "音声",
  pdf: "PDF",
  document: "文書",
  text: "テキスト",
  archive: "圧縮",
  other: "その他",
  none: "ファイルはまだありません",
  noneHint: "メッセージに添付されたファイルが、新しい順に並びます。クリップの印から添付できます。",
  noneFound: "見つかりません",
  noneFoundHint: "言葉を短くするか、種類を「すべて」にしてみてください。",
  toMessage: "メッセージへ",
  messageOf: (name: string) => `${name}のメッセージへ`,
  tooMany: (most: number, left: number) => `添付は${most}個までです。${left}個は加えませんでした。`,
};

export const t = texts(ja, () => import("./text.files.en.ts"));
export type FileTexts = typeof ja;
