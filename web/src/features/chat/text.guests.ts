import { texts } from "../../platform/texts.ts";

// The words of rooms with guests come with what says so: most rooms have none.
const ja = {
  band: (count: number) => `この部屋には外部の人がいます(ゲスト${count}人)`,
  directBand: (from: string) => (from === "" ? "外部の人との会話です" : `外部の人との会話です(${from})`),
  open: "メンバーを見る",
  openPerson: "相手を見る",
  readsAll: (names: string) => `${names}さんはゲスト(外部の人)です。これまでのやりとりもすべて読めるようになります。`,
  botReads: (names: string) => `${names}はボット(プログラム)です。これまでのやりとりもすべて読めるようになります。`,
};

export const t = texts(ja, () => import("./text.guests.en.ts"));
export type GuestTexts = typeof ja;
