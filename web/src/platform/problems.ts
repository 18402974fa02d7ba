import { Problem } from "./http.ts";
import { texts } from "./texts.ts";

/** Sentences for the codes that the server refuses with: what happened, and what to do. */
const ja = {
  offline: "サーバーにつながりません。入力した内容は残っています。しばらくしてからもう一度お試しください。",
  unexpected: "うまくいきませんでした。入力した内容は残っています。続くときは管理者に番号をお知らせください。",
  number: (id: string) => `(番号 ${id})`,
  not_found: "見つかりません。削除されたか、見る権限がありません。",
  denied: "この操作をする権限がありません。",
  conflict: "ほかの人が先に変更しました。最新の内容を確かめて、もう一度お試しください。",
  invalid: "入力に誤りがあります。赤い印の欄を確かめてください。",
  too_large: "大きすぎます。",
  setup_wrong_code: "初期設定コードが違います。サーバーの画面に出ているコードを入力してください。",
  wrong_credentials: "職員番号(またはメールアドレス)かパスワードが違います。",
  too_many_attempts: "間違いが続いたため、少しの間サインインできません。しばらく待ってからお試しください。",
  password_too_short: "パスワードは10文字以上にしてください。",
  password_too_common: "推測されやすいパスワードです。別のものにしてください。",
  suspended: "この利用者は停止されています。管理者にお問い合わせください。",
  rate_limited: "操作が続いたため、少し待っています。",
  sign_in_needed: "もう一度サインインしてください。",
  not_an_owner: "ルームの管理者だけができます。",
  last_owner: "ルームには管理者が1人は必要です。先に別の人を管理者にしてください。",
  not_a_member: "このルームのメンバーではありません。",
  not_the_author: "書いた人だけができます。",
  withdrawn_already: "このメッセージは取り消されています。",
  too_long: "長すぎます。20,000文字までにしてください。",
  empty_body: "本文が空です。",
  archived: "このルームはアーカイブされています。",
  unit_has_room: "この部署のルームはすでにあります。",
  follows_posts: "部署や条件のルームからは退出できません。",
  staff_number_taken: "この職員番号はすでに使われています。",
  title_taken: "この職名はすでにあります。",
  unit_inside_itself: "組織を自分の下には置けません。",
  unit_in_use: "人か下の組織が残っているため、廃止できません。",
  main_posts: "本務の所属は同じ日に1つだけです。",
  no_picture: "写真として読めないファイルです。",
  photo_too_large: "写真が大きすぎます。",
  wrong_password: "いまのパスワードが違います。",
  login_taken: "この職員番号かメールはすでに使われています。",
  last_administrator: "管理者が1人もいなくなるため、できません。",
  already_set_up: "初期設定は終わっています。サインインしてください。",
};

const t = texts(ja, () => import("./problems.en.ts"));
export type ProblemTexts = typeof ja;

const KNOWN: Record<string, keyof Omit<typeof ja, "number">> = {
  offline: "offline",
  not_found: "not_found",
  denied: "denied",
  forbidden: "denied",
  "directory.administrators_only": "denied",
  "directory.own_only": "denied",
  stale: "conflict",
  conflict: "conflict",
  invalid: "invalid",
  invalid_input: "invalid",
  too_large: "too_large",
  "setup.wrong_code": "setup_wrong_code",
  "identity.wrong_credentials": "wrong_credentials",
  "identity.too_many_attempts": "too_many_attempts",
  "identity.password_too_short": "password_too_short",
  "identity.password_too_common": "password_too_common",
  "identity.suspended": "suspended",
  rate_limited: "rate_limited",
  sign_in_needed: "sign_in_needed",
  "chat.not_an_owner": "not_an_owner",
  "chat.last_owner": "last_owner",
  "chat.not_a_member": "not_a_member",
  "chat.not_the_author": "not_the_author",
  "chat.withdrawn": "withdrawn_already",
  "chat.too_long": "too_long",
  "chat.empty": "empty_body",
  "chat.archived": "archived",
  "chat.unit_has_room": "unit_has_room",
  "directory.follow_posts": "follows_posts",
  "directory.staff_number_taken": "staff_number_taken",
  "directory.title_taken": "title_taken",
  "directory.unit_inside_itself": "unit_inside_itself",
  "directory.unit_in_use": "unit_in_use",
  "directory.main_posts": "main_posts",
  "directory.no_picture": "no_picture",
  "directory.photo_too_large": "photo_too_large",
  "identity.wrong_password": "wrong_password",
  "identity.login_taken": "login_taken",
  "identity.last_administrator": "last_administrator",
  "setup.already_done": "already_set_up",
};

/** A sentence for a refusal's code alone. */
export function codeText(code: string | null): string {
  return t[KNOWN[code ?? ""] ?? "unexpected"];
}

/** What to tell the person about an error of any kind. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t.unexpected;
  const known = KNOWN[error.code] ?? (error.status === 403 ? "denied" : error.status === 404 ? "not_found" : error.status === 422 ? "invalid" : null);
  if (known) return t[known];
  return error.requestId ? `${t.unexpected}${t.number(error.requestId)}` : t.unexpected;
}
