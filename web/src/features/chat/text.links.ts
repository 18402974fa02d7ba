import { texts } from "../../platform/texts.ts";

const ja = {
  links: "リンク先",
  byAuthor: "投稿者による見出し",
  message: "メッセージ",
  room: "ルーム",
  note: "ノート",
  meeting: "会議",
  ideas: "アイデアボード",
  loading: "リンク先を読み込んでいます",
  none: "あなたには表示できないか、もうありません",
  failed: "リンク先を読み込めませんでした。開くと、もう一度試せます。",
  withdrawn: "取り消されたメッセージ",
  wordless: "（本文なし）",
  headingOf: (host: string) => `リンクの見出し：${host}`,
  give: "見出しを付ける",
  giveTo: (host: string) => `${host} に見出しを付ける`,
  change: "見出しを直す",
  changeOf: (host: string) => `${host} の見出しを直す`,
  removeOf: (host: string) => `${host} の見出しを外す`,
  title: "見出し",
  titleHint: "120文字まで。「投稿者による見出し」として、リンク先のホスト名と一緒に表示されます。",
  titleWrong: "見出しを入力してください",
  summary: "説明（任意）",
  summaryHint: "200文字まで、1行",
  stop: "やめる",
  save: "決定",
};

export type LinkTexts = typeof ja;
export const t = texts(ja, () => import("./text.links.en.ts"));
