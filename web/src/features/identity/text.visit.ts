import { texts } from "../../platform/texts.ts";

// Who comes by a link sees these, and few others do.
const ja = {
  title: "相談・連絡のルームに入る",
  hint: "お伝えした6桁のPIN(暗証番号)を入力してください。アカウントやメールアドレスは要りません。",
  pin: "PIN(6桁の数字)",
  enter: "入る",
  lost: "PINが分からないとき、リンクが使えないときは、リンクを渡した担当者に連絡してください。",
  broken: "このリンクは途中で切れています。渡されたリンク全体を開くか、二次元コードを読み取ってください。",
  otherwise: (name: string) => `この端末では、いま${name}さんがサインインしています。リンクから入るには、先にサインアウトしてください。`,
  signOut: "サインアウトする",
  back: "戻る",
};

export const t = texts(ja, () => import("./text.visit.en.ts"));
export type VisitTexts = typeof ja;
