import { texts } from "../../platform/texts.ts";

const ja = {
  toWrite: "引継書をまだ提出していません。",
  toTake: "引継書が届いています。",
  open: "引継ぎを開く",
  close: "今日は閉じる",
};

export const t = texts(ja, () => import("./text.band.en.ts"));
export type BandTexts = typeof ja;
