import type { Translation } from "../../platform/texts.ts";
import type { OutsideTexts } from "./text.outside.ts";

export const en: Translation<OutsideTexts> = {
  title: "People outside read this room",
  ask: (readers) => `${readers} Send it to this room?`,
  send: "Send",
  section: "Messages to people outside",
  hint: "What happens when somebody writes in a room with guests, or one shared with another organisation. Their device holds the message for as long as you choose, and until then it can be taken back before it reaches anybody. Taking it back later still removes it from the other organisation's screens.",
  hold: "Hold before it is sent",
  noHold: "Not at all",
  holdFor: (seconds) => `${seconds} seconds`,
  asks: "Ask where it goes before the first message of whoever comes from another room",
  save: "Save",
  saved: "Saved.",
};
