import type { Translation } from "../../platform/texts.ts";
import type { VisitTexts } from "./text.visit.ts";

export const en: Translation<VisitTexts> = {
  title: "Enter the room",
  hint: "Type the six-digit PIN that you were given. You need no account and no mail address.",
  pin: "PIN (six digits)",
  enter: "Enter",
  lost: "If you do not know the PIN, or the link does not work, ask whoever gave you the link.",
  broken: "A part of this link is missing. Open the whole link, or scan the picture that you were given.",
  otherwise: (name: string) => `${name} is signed in on this device. Sign out before you enter by the link.`,
  signOut: "Sign out",
  back: "Back",
};
