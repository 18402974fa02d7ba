import { texts } from "../../platform/texts.ts";
import type { Wire } from "../../platform/api/wire.ts";
import type { Width } from "./model.files.ts";

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

const WIDTHS: Record<Width, string> = { small: "小", medium: "中", full: "全幅" };

const ja = {
  add: "画像・ファイルを入れる",
  coming: "届いている途中のファイル",
  progressOf: (name: string) => `${name}の進みぐあい`,
  sending: (sent: string, all: string) => `${sent} / ${all}`,
  waiting: "ファイルを入れるには、つながっている必要があります。つながり次第、続きから送ります。文章はこのまま書けます。",
  checking: "検査中。終わるとノートに入ります",
  cancel: "やめる",
  cancelOf: (name: string) => `${name}を入れるのをやめる`,
  again: "もう一度",
  againOf: (name: string) => `${name}をもう一度送る`,
  refusedOf: (name: string) => `${name}を入れられませんでした`,
  placed: (name: string) => `${name}を入れました`,
  closing: "ページを閉じると、届いている途中のファイルは入りません。",
  tooLarge: "ファイルが大きすぎます。分けるか小さくしてください。",
  tooMuchWaiting: "送り終えていないファイルが多すぎます。少し待ってから、もう一度選んでください。",
  organisationFull: "団体全体のファイルの容量がいっぱいです。管理者にお知らせください。",
  elsewhere: "ファイルのあるサーバーにつながりません。",
  unreadable: "ファイルを読めません。フォルダーか、移動・変更されたファイルのようです。もう一度選んでください。",
  changed: "送っているあいだにファイルが変わったようです。もう一度選んでください。",
  infected: "ウイルスが見つかったため、入れられません。管理者に知らせてください。",
  tooLargeToCheck: "ウイルスを検査できる大きさを超えているため、入れられません。",
  numberInName: "ファイル名に個人番号（マイナンバー）と思われる番号があります。名前を変えてから選んでください。",
  view: "選んだファイルを見る",
  settings: "画像の大きさと説明",
  width: "大きさ",
  widthOf: (width: Width) => WIDTHS[width],
  alt: "画像の説明",
  altHint: "画像が見えない人と、印刷や書き出しのために。例 橋の裏側のひび割れ",
  save: "保存",
  cancelDialog: "やめる",
  kindOf: (kind: Wire["FileKind"]) => KINDS[kind],
  openOf: (name: string) => `${name}を開く`,
  saveOf: (name: string) => `${name}を保存する`,
  open: "開く",
  keep: "保存",
  onlyLooked: "保存・印刷できません",
  gone: "ファイルがありません",
  unknown: "ファイルを確かめています",
};

export const t = texts(ja, () => import("./text.files.en.ts"));
export type FileWords = typeof ja;
