import type { Translation } from "../../platform/texts.ts";
import type { VisitTexts } from "./text.visit.ts";

export const en: Translation<VisitTexts> = {
  title: "Come in as a guest",
  hint: "Type the PIN of six digits that you were told.",
  pin: "PIN (six digits)",
  enter: "Come in",
  lost: "If the link or the PIN does not work, please ask whoever gave them to you.",
};
