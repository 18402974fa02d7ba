import type { Translation } from "../../platform/texts.ts";
import type { PinTexts } from "./text.pins.ts";

export const en: Translation<PinTexts> = {
  pins: "Pinned messages",
  pin: "Pin in the room",
  unpin: "Unpin in the room",
  pinned: "Pinned",
  pinnedBy: (name, moment) => `Pinned by ${name}, ${moment}`,
  pinDone: "Pinned in the room. Nobody is notified.",
  unpinDone: "Pinned no longer.",
  tooMany: "A room has 50 pins at most. Unpin one that is not needed any more.",
  none: "Nothing is pinned",
  noneHint: "Choose “Pin in the room” in the menu of a message: what people come back to, how the room is used or whom to call, stands here. Everybody in the room sees it.",
  toMessage: "To the message",
  closePane: "Close",
};
