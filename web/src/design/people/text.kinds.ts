import { texts } from "../../platform/texts.ts";

const ja = {
  bureau: "局・市長部局",
  department: "部",
  section: "課・室",
  team: "係・担当",
  office: "支所・事務所",
  facility: "学校・園・施設",
  council: "委員会・議会",
  other: "その他",
};

export const t = texts(ja, () => import("./text.kinds.en.ts"));
export type KindTexts = typeof ja;
