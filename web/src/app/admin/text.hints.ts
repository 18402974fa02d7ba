import { texts } from "../../platform/texts.ts";

const ja = {
  "/admin/titles": "課長・係長などの職名と順位",
  "/admin/units": "局・部・課・係の名前と並び、新設と廃止",
  "/admin/people": "職員の氏名・所属・連絡先",
  "/admin/participation": "試行のはじめ方と、全職員への広げ方",
  "/admin/transfers": "発令一覧の取り込み、確認、解禁、取消し",
  "/admin/handovers": "だれが引継書を出したか、引き継いだか",
  "/admin/leaves": "産休・育休・休職の期間と使えること",
  "/admin/rotas": "消防・保育園などの当番・非番と交替",
  "/admin/terms": "会計年度任用職員などの任期と更新",
  "/admin/whereabouts": "居場所を毎日入れる設定、入れていない人、場所の一覧",
  "/admin/guests": "事業者・出向者・住民など、外部の人",
  "/admin/guest-conditions": "ゲストがはじめに同意する文",
  "/admin/bots": "お知らせなどを書くプログラム",
  "/admin/accounts": "パスワードの再発行、利用の停止、端末",
  "/admin/shared-accounts": "保育園や窓口の端末と、使う人のPIN",
  "/admin/sign-in-rules": "ネットワークごとの二要素認証と期限",
  "/admin/single-sign-on": "庁内の認証基盤でのサインイン",
  "/admin/grants": "課の庶務担当などに管理の一部を任せる",
  "/admin/barriers": "市長などに連絡できる人と取次窓口",
  "/admin/rooms": "部署・条件・公開のルームの一覧",
  "/admin/room-orders": "「市長と各課」のようなルームを一度に作る",
  "/admin/room-templates": "予算質問・選挙・災害などのルームのはじまり",
  "/admin/sending": "個人番号の扱いと、外部の人が読むルームでの誤送信の防止、ファイルの保存の制限",
  "/admin/files": "写真・動画の撮影場所を取り除くかどうか",
  "/admin/shares": "ほかの組織と一つのルームで話す申し入れと承諾",
  "/admin/phone-memos": "電話メモに相手の名前・番号を残す日数",
  "/admin/inspections": "目的を示して他人のルームを読む申請",
  "/admin/audit": "だれが、いつ、何をしたか",
  "/admin/condition": "容量、接続、失敗した処理",
  "/admin/links": "SCIM、Active Directory・LDAP",
  "/admin/name-and-colour": "この組織の名前・色",
  "/admin/organisations": "議会・消防団など、別の組織を作る",
};

export const hints = texts(ja, () => import("./text.hints.en.ts"));
export type Texts = typeof ja;
