import { texts } from "../../platform/texts.ts";

const ja = {
  mark: "返信不要",
  choose: "返信不要にする",
  undo: "返信不要をやめる",
  chosen: "返信不要として送ります",
  asked: "返信不要とされています。必要なら、そのまま返信できます。",
};

export type NoReplyTexts = typeof ja;
export const t = texts(ja, () => import("./text.noreply.en.ts"));
