import type { Translation } from "../../platform/texts.ts";
import type { KindTexts } from "./text.kinds.ts";

export const en: Translation<KindTexts> = {
  bureau: "Bureau",
  department: "Department",
  section: "Section",
  team: "Team",
  office: "Branch office",
  facility: "School or facility",
  council: "Council",
  other: "Other",
};
