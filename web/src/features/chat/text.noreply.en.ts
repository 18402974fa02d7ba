import type { Translation } from "../../platform/texts.ts";
import type { NoReplyTexts } from "./text.noreply.ts";

export const en: Translation<NoReplyTexts> = {
  mark: "No reply needed",
  choose: "Mark as needing no reply",
  undo: "Do not mark as needing no reply",
  chosen: "Will be marked as needing no reply",
  asked: "No reply is needed. You can still reply if you have to.",
};
