import { texts } from "../../platform/texts.ts";

// What guests agree to: they see it once, and few others keep it.
const ja = {
  title: "利用の約束",
  read: (organisation: string) => `${organisation}のゲストとして使う前に、お読みください。`,
  agree: "同意して進む",
  signOut: "サインアウトする",
  changed: "読んでいるあいだに内容が変わりました。もう一度お読みください。",
  hint: "ゲストは、ルームを見る前にこの文章に同意します。文章を変えると、ゲスト全員に、次に使うときもう一度同意を求めます。だれがどの版に同意したかは、ゲストの一覧に出ます。",
  body: "文章",
  bodyHint: "10,000文字まで。空にすると、同意を求めません。",
  save: "保存する",
  saving: "保存しています…",
  saved: "保存しました。ゲスト全員に、次に使うとき同意を求めます。",
  removed: "利用の約束をなくしました。これまでの同意は残ります。",
  saveAsk: "ゲスト全員が、次に使うときにこの文章への同意を求められます。いまつないでいるゲストには、すぐに求めます。",
  removeAsk: "ゲストに同意を求めないようにします。これまでの文章と同意の記録は残ります。",
  history: "これまでの版",
  none: "まだありません。",
  version: (version: number) => `第${version}版`,
  by: (who: string, when: string) => `${when} ${who}`,
  agreed: (count: number) => `同意 ${count}人`,
  empty: "(同意を求めない)",
};

export const t = texts(ja, () => import("./text.conditions.en.ts"));
export type ConditionsTexts = typeof ja;
