import type { Translation } from "../../platform/texts.ts";
import type { MenuTexts } from "./text.menu.ts";

export const en: Translation<MenuTexts> = {
  copyText: "Copy text",
  forward: "Forward",
  markQuestion: "Mark as a question",
  markUnread: "Mark unread from here",
  markedUnread: "Marked as unread.",
  moreEmoji: "Choose an emoji",
  nameAnswer: "Make it the answer",
  toAlbum: "Add to an album",
  withdrawDone: "Message withdrawn.",
  writeAgain: "Write it again",
};
