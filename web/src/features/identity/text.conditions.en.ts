import type { Translation } from "../../platform/texts.ts";
import type { ConditionsTexts } from "./text.conditions.ts";

export const en: Translation<ConditionsTexts> = {
  title: "What guests agree to",
  read: (organisation) => `Please read this before you go on as a guest of ${organisation}.`,
  agree: "Agree and go on",
  signOut: "Sign out",
  changed: "It changed while you were reading. Please read it again.",
  hint: "Guests agree to this text before they see a room. When it changes, all of them are asked again the next time. The list of guests shows who has agreed to which version.",
  body: "Text",
  bodyHint: "Up to 10,000 characters. When it is empty, guests are asked for nothing.",
  save: "Save",
  saving: "Saving…",
  saved: "Saved. All guests are asked the next time.",
  removed: "Guests are asked for nothing any more. What they agreed to is kept.",
  saveAsk: "All guests are asked to agree to this text the next time they come, and those who are here now at once.",
  removeAsk: "Guests are asked for nothing any more. The texts and agreements of before are kept.",
  history: "Versions",
  none: "There is none yet.",
  version: (version) => `Version ${version}`,
  by: (who, when) => `${when} ${who}`,
  agreed: (count) => (count === 1 ? "1 guest agreed" : `${count} guests agreed`),
  empty: "(nothing to agree to)",
};
