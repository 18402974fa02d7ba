import { texts } from "../platform/texts.ts";

// What the places of the administration are called: loaded by whoever opens it.
const ja = {
  transfers: "人事異動",
  handovers: "引継書",
  links: "外部連携",
  grants: "管理の分担",
  participation: "利用の範囲",
  leaves: "休業",
  rotas: "当番表",
  terms: "任期満了",
  whereabouts: "居場所",
  floors: "フロア図",
  board: "行先表",
  phoneMemos: "電話メモ",
  offHours: "時間外の発信",
  slips: "課の荷物・依頼・答弁",
  writeMemo: "電話メモを書く",
  guests: "ゲスト",
  guestConditions: "ゲストの利用の約束",
  bots: "ボット",
  files: "ファイル",
  roomOrders: "ルームをまとめて作る",
  roomTemplates: "ルームのひな形",
  sending: "送信前の確認",
  shares: "ルームの共有",
  inspections: "閲覧の申請",
  singleSignOn: "シングルサインオン",
  foundOrganisations: "組織の追加",
  nameAndColour: "組織の名前と色",
  condition: "稼働状況",
  groupPeople: "人と組織",
  groupAccess: "サインインと権限",
  groupTalk: "ルームと記録",
  groupSystem: "システム",
  administration: "管理",
};

export const t = texts(ja, () => import("./text.nav.en.ts"));
export type NavTexts = typeof ja;
