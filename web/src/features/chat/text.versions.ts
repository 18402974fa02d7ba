import { texts } from "../../platform/texts.ts";

// The words of files that are versions of one another.
const ja = {
  version: (number: number) => `版 ${number}`,
  versionsOf: (name: string) => `${name}の版`,
  allVersions: (name: string, number: number) => `${name}は版 ${number}です。すべての版を見る`,
  newest: "最新",
  newer: (number: number) => `新しい版があります(版 ${number})`,
  newerOf: (name: string, number: number) => `${name}には新しい版があります(版 ${number})`,
  openNewest: "最新の版を開く",
  newestGone: "新しい版は取り消されました。",
  send: "新しい版を送る",
  sendOf: (name: string) => `${name}の新しい版を送る`,
  willBe: (name: string) => `「${name}」の新しい版として送ります`,
  apart: "別のファイルにする",
  apartOf: (name: string) => `${name}を別のファイルにする`,
  sameName: "同じ名前のファイルがあります",
  asVersion: "新しい版にする",
  asVersionOf: (name: string) => `${name}を新しい版にする`,
  toMessage: "メッセージへ",
  messageOf: (number: number) => `版 ${number}のメッセージへ`,
  save: "保存する",
  saveOf: (number: number) => `版 ${number}を保存する`,
  chosen: (name: string) => `${name}の新しい版を添付しました。送信すると新しい版になります。`,
};

export const t = texts(ja, () => import("./text.versions.en.ts"));
export type VersionTexts = typeof ja;
