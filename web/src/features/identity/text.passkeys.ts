import { texts } from "../../platform/texts.ts";

// The words of passkeys come with the screens that show them: most starts find a session.
const ja = {
  signIn: "パスキーでサインイン",
  waiting: "端末で確かめています…",
  step: "この場所から使うには、パスワードに加えてパスキーが必要です。パスキーだけでもサインインできます。",
  lost: "パスキーが使えないときは、管理者に二要素認証の解除を頼んでください。",
  setUp: "もう一つの確認を用意する",
  setUpHint: "いまの場所から使うには、パスワードのほかに、認証アプリかパスキーの登録が必要です。登録が終わると、そのまま使い始められます。",
  title: "パスキー",
  about: "端末の指紋・顔・PINや、セキュリティキーでサインインします。パスワードも認証アプリの数字もいりません。共用の端末では登録しないでください。",
  none: "まだ登録していません。",
  madeAt: (when: string) => `登録 ${when}`,
  usedAt: (when: string) => `最終利用 ${when}`,
  unused: "まだ使っていません",
  elsewhere: (host: string) => `${host} で使います`,
  add: "パスキーを登録する",
  addAsk: "本人であることを確かめるため、いまのパスワードを入力してください。続けて、端末の案内に従ってください。",
  added: "パスキーを登録しました。",
  rename: "名前を変える",
  renameOf: (name: string) => `「${name}」の名前を変える`,
  name: "パスキーの名前",
  save: "保存する",
  renamed: "名前を変えました。",
  remove: "取り除く",
  removeOf: (name: string) => `「${name}」を取り除く`,
  removeAsk: (name: string) => `「${name}」ではサインインできなくなります。端末に残ったパスキーは、端末の設定から消してください。`,
  removed: "パスキーを取り除きました。",
  insecure: "この接続は暗号化(https)されていないため、ブラウザーがパスキーを使わせません。httpsのアドレスで開くと使えます。",
  numeric: "IPアドレスで開いているため、パスキーを使えません。名前のアドレスで開くと使えます。",
  unsupported: "このブラウザーは、パスキーに対応していません。",

  refused: "このパスキーではサインインできません。取り除かれたか、ここに登録したものではありません。ほかの方法でサインインしてください。",
  notHere: "このアドレスでは、パスキーを使えません。ほかの方法でサインインしてください。",
  unusable: "登録できませんでした。端末で本人の確認(指紋・顔・PIN)を設定してから、もう一度お試しください。",
  exists: "この端末のパスキーは、すでに登録されています。",
  tooMany: "パスキーは20個までです。使っていないものを取り除いてから登録してください。",
  stopped: "パスキーではサインインできません。下のボタンから、組織の認証でサインインしてください。",
  late: "時間がたったため、確かめ直します。もう一度お試しください。",
  cancelled: "確かめられませんでした。取りやめたか、時間が過ぎたか、この端末に使えるパスキーがありません。",
};

export const t = texts(ja, () => import("./text.passkeys.en.ts"));
export type PasskeyTexts = typeof ja;
