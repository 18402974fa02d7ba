import { texts } from "../../platform/texts.ts";

const ja = {
  forwarded: "転送",
  elsewhere: "別のルーム",
  somebody: "ルームにいない人",
  withdrawnSince: "このメッセージは、元のルームで取り消されました。",
  filesStay: (names: string) => `添付は元のルームにあります: ${names}`,
  said: (name: string, when: string) => `${name}が${when}に書いたメッセージ`,
  title: "メッセージを転送",
  close: "やめる",
  what: "転送するメッセージ",
  more: "前後のメッセージも一緒に転送する",
  chosen: (count: number) => `${count}件のメッセージ`,
  where: "送り先のルーム",
  findRoom: "ルームを絞り込む",
  noRoom: "あてはまるルームがありません。",
  people: "人に送る",
  note: "ひとこと(なくてもかまいません)",
  send: (count: number) => (count > 0 ? `${count}か所に転送` : "転送"),
  tooMany: "一度に転送できるのは、メッセージも送り先も20件までです。",
  leaves: "元の話を読めない人に届きます",
  leavesHint: "転送すると、次の人たちも読めるようになります。差しつかえないか、確かめてください。",
  people_beyond: (count: number) => `元の話を読めない人が${count}人います。`,
  everyone: "公開ルームなので、職員のだれでも読めます。",
  outsiders: (names: string, rest: number) => `ゲスト・ボット: ${names}${rest > 0 ? ` ほか${rest}人` : ""}`,
  organisations: (names: string) => `ほかの団体: ${names}`,
  confirm: "承知して転送する",
  back: "戻る",
  sent: (count: number) => (count === 1 ? "転送しました。" : `${count}か所に転送しました。`),
  open: "開く",
  changed: "その間に、読む人が増えました。もう一度確かめてください。",
  noForwarding: "このルームの話は、ほかのルームに転送できません。ルームの管理者が決めています。",
  comma: "、",
};

export type ForwardTexts = typeof ja;
export const t = texts(ja, () => import("./text.forwards.en.ts"));
