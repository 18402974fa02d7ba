import { texts } from "../../platform/texts.ts";

// The words of the list of accounts come with it, which few ever see.
const ja = {
  accountsHint: "サインインできる人と、その権限です。",
  searchAccounts: "氏名・職員番号・メールで探す",
  noAccounts: "あてはまるアカウントがありません。",
  person: "氏名",
  yes: "あり",
  rights: "権限",
  state: "状態",
  lastUse: "最終利用",
  never: "なし",
  member: "一般",
  administrator: "管理者",
  active: "利用中",
  passwordElsewhere: "庁内のパスワード",
  mustChange: "初期パスワード",
  suspend: "停止する",
  suspendAsk: (name: string) => `${name}さんはすぐにサインアウトされ、使えなくなります。あとで戻せます。`,
  resume: "停止を解く",
  makeAdministrator: "管理者にする",
  makeMember: "管理者から外す",
  resetPassword: "パスワードを再設定する",
  resetAsk: (name: string) => `${name}さんの今のパスワードは使えなくなり、全端末からサインアウトされます。`,
  endAllSessions: "全端末をサインアウトさせる",
  endAllSessionsAsk: (name: string) => `${name}さんが今使っている端末も、もう一度サインインするまで使えなくなります。`,
  sessionsEnded: (name: string) => `${name}さんを全端末からサインアウトさせました。`,
  makeAdministratorElsewhereAsk: (name: string) => `${name}さんは、全職員のアカウント・組織・ルームを変えられるようになります。管理者は庁内のパスワードではサインインできません。続けて「パスワードを再設定する」で初期パスワードを渡してください。`,
  makeAdministratorAsk: (name: string) => `${name}さんは、全職員のアカウント・組織・ルームを変えられるようになります。`,
  makeMemberAsk: (name: string) => `${name}さんは、管理画面を使えなくなります。`,
  rightsChanged: (name: string) => `${name}さんの権限を変えました。`,
  resumed: (name: string) => `${name}さんは再びサインインできます。`,
  suspendedNow: (name: string) => `${name}さんの利用を止めました。`,
  initialPasswordHint: (name: string) => `${name}さんに伝えてください。この画面を閉じると二度と表示されません。最初のサインインで変更を求めます。`,
  accountActions: (name: string) => `${name}さんの操作`,
  secondFactor: "二要素",
  takeOff: "二要素認証を解除する",
  takeOffAsk: (name: string) => `${name}さんの認証アプリと回復コードを外し、全端末からサインアウトさせます。本人からの依頼であることを確かめてください。`,
  takenOff: (name: string) => `${name}さんの二要素認証を解除しました。`,

};

export const t = texts(ja, () => import("./text.accounts.en.ts"));
export type AccountsTexts = typeof ja;
