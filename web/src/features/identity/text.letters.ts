import { texts } from "../../platform/texts.ts";

const ja = {
  title: "初期パスワードの通知",
  hint: "まだ一度もサインインしていない人に、初期パスワードを新しく発行して、一人一枚の通知(A4)を印刷します。前に渡した初期パスワードは使えなくなります。",
  search: "氏名・よみ・所属・職員番号で絞り込む",
  none: "まだサインインしていない人はいません。",
  noneFound: "あてはまる人がいません。",
  all: (count: number) => `表示している${count}人をすべて選ぶ`,
  choose: (name: string) => `${name}を選ぶ`,
  chosen: "選択",
  person: "氏名",
  login: "職員番号",
  issue: (count: number) => `${count}人分を発行する`,
  issueAsk: (count: number) => `${count}人の初期パスワードを新しくします。印刷するまで、この画面を閉じないでください。`,
  issuing: (done: number, all: number) => `発行しています…(${all}人のうち${done}人)`,
  issued: (count: number) => `${count}人分を発行しました。初期パスワードが表示されるのは一度だけです。`,
  failed: (name: string, why: string) => `${name}:${why}`,
  print: (count: number) => `${count}枚を印刷する`,
  finish: "終わる",
  finishAsk: "まだ印刷していません。終わると、発行した初期パスワードは二度と表示できません。同じ人に発行し直すことはできます。",
  leave: "印刷せずに離れる",
  leaveAsk: (count: number) => `${count}人分の通知をまだ印刷していません。離れると、発行した初期パスワードは二度と表示できません。同じ人に発行し直すことはできます。`,
  leaveIssuing: "いま発行しています。離れると発行はそこで止まり、発行した初期パスワードは二度と表示できません。同じ人に発行し直すことはできます。",
  most: (count: number) => `一度に発行できるのは${count}人までです。`,
  toAccounts: "アカウントの一覧へ",
};

export const t = texts(ja, () => import("./text.letters.en.ts"));
export type LettersTexts = typeof ja;
