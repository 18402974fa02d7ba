import type { Translation } from "../../platform/texts.ts";
import type { BandTexts } from "./text.band.ts";

export const en: Translation<BandTexts> = {
  arrived: "A broadcast has come",
  reminded: "There is a broadcast that you have not confirmed",
  replied: "Somebody wrote about a broadcast",
  waits: "A broadcast waits for your consent",
  show: "Open",
  overdue: (count) => (count === 1 ? "A broadcast was to be confirmed by now." : `${count} broadcasts were to be confirmed by now.`),
  toConfirm: (count) => (count === 1 ? "A broadcast is to be confirmed." : `${count} broadcasts are to be confirmed.`),
  forGuest: (count) => (count === 1 ? "There is a broadcast that you have not read." : `There are ${count} broadcasts that you have not read.`),
  unread: (count) => `${count} broadcasts to read or to confirm`,
  close: "Close",
};
