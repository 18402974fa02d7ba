import { texts } from "../../platform/texts.ts";

// What identity's places are called: the start shows these, and nothing else of the feature's words.
const ja = {
  sectionProfile: "プロフィール",
  sectionLook: "見た目",
  sectionTyping: "入力",
  sectionNotify: "通知",
  sectionDevices: "端末",
  sectionPassword: "パスワード",
  sectionSignIn: "サインインの方法",
  accounts: "アカウント",
  rules: "サインインの決まり",
  audit: "操作の記録",
};

export const t = texts(ja, () => import("./text.places.en.ts"));
export type PlaceTexts = typeof ja;
