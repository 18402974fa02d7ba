import type { Wire } from "../../platform/api/wire.ts";
import { texts } from "../../platform/texts.ts";

const KINDS: Record<Wire["FileKind"], string> = {
  picture: "画像",
  video: "動画",
  audio: "音声",
  pdf: "PDF",
  document: "文書",
  text: "テキスト",
  archive: "圧縮",
  other: "その他",
};

const ja = {
  files: "添付ファイル",
  filesOf: (count: number) => `添付ファイル(${count}件)`,
  choose: "ファイルを選ぶ",
  hint: (most: number) => `${most}件まで。ここに置いて入れることもできます。送ると、受け取る人だけが見て保存できます。`,
  tooMany: (most: number) => `添付できるのは${most}件までです。はみ出したファイルは入れていません。`,
  notTaken: "添付できないファイルがあります。外してから、もう一度選んでください。",
  coming: "届いている途中のファイル",
  progressOf: (name: string) => `${name}の進みぐあい`,
  sending: (sent: string, all: string) => `${sent} / ${all}`,
  paused: "止めています",
  waiting: "つながり次第、続きから送ります。",
  checking: "検査中。終わると添付されます",
  pause: "一時停止",
  pauseOf: (name: string) => `${name}を一時停止する`,
  goOn: "再開",
  goOnOf: (name: string) => `${name}の送信を再開`,
  again: "もう一度",
  againOf: (name: string) => `${name}をもう一度送る`,
  cancel: "やめる",
  cancelOf: (name: string) => `${name}を添付するのをやめる`,
  remove: "外す",
  removeOf: (name: string) => `${name}を外す`,
  attached: (name: string) => `${name}を添付しました`,
  refusedOf: (name: string) => `${name}を添付できませんでした`,
  leaveAsk: "ファイルが届いている途中です。離れると、添付されません。",
  leave: "添付せずに離れる",
  sendLater: "ファイルがすべて届くと、送れます。",
  tooLarge: "ファイルが大きすぎます。分けるか小さくしてください。",
  tooMuchWaiting: "送り終えていないファイルが多すぎます。少し待ってから、もう一度選んでください。",
  organisationFull: "団体全体のファイルの容量がいっぱいです。管理者にお知らせください。",
  elsewhere: "ファイルのあるサーバーにつながりません。",
  unreadable: "ファイルを読めません。フォルダーか、移動・変更されたファイルのようです。もう一度選んでください。",
  changed: "送っているあいだにファイルが変わったようです。もう一度選んでください。",
  infected: "ウイルスが見つかったため、添付できません。管理者に知らせてください。",
  tooLargeToCheck: "ウイルスを検査できる大きさを超えているため、添付できません。",
  kindOf: (kind: Wire["FileKind"]) => KINDS[kind],
  open: "開く",
  openOf: (name: string) => `${name}を開く`,
  keep: "保存",
  keepOf: (name: string) => `${name}を保存する`,
};

export const t = texts(ja, () => import("./text.files.en.ts"));
export type FileTexts = typeof ja;
