import { texts } from "../../platform/texts.ts";

const ja = {
  initialPassword: "初期パスワード",
  hint: (name: string) => `${name}さんに伝えてください。この画面を閉じると二度と表示されません。最初のサインインで変更を求めます。`,
  copy: "コピー",
  print: "通知を印刷",
  close: "閉じる",
  to: (name: string) => `${name} 様`,
  subject: "サインインのお知らせ",
  begin: (organisation: string) => `${organisation}の職員用の連絡システム「Engawa」に、次の内容でサインインしてください。`,
  address: "アドレス",
  login: "職員番号",
  step1: "ブラウザで上のアドレスを開きます。",
  step2: "職員番号と初期パスワードを入力します。",
  step3: "画面の案内にしたがって、自分だけのパスワードに変えます(10文字以上)。",
  care: "この紙は、パスワードを変えたあと、細かく裁断して捨ててください。初期パスワードをほかの人に教えないでください。",
};

export const t = texts(ja, () => import("./text.en.ts"));
export type LetterTexts = typeof ja;
