import type { Translation } from "../../platform/texts.ts";
import type { BandTexts } from "./text.band.ts";

export const en: Translation<BandTexts> = {
  toWrite: "You have a handover to hand in.",
  toTake: "A handover has come for you.",
  open: "Open handovers",
  close: "Close for today",
};
