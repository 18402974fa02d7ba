import type { Translation } from "../../platform/texts.ts";
import type { LetterTexts } from "./text.ts";

export const en: Translation<LetterTexts> = {
  initialPassword: "Initial password",
  hint: (name) => `Tell it to ${name}. Once this is closed it is never shown again. It has to be changed at the first sign-in.`,
  copy: "Copy",
  print: "Print letter",
  close: "Close",
  to: (name) => name,
  subject: "How to sign in",
  begin: (organisation) => `Please sign in to Engawa, where the staff of ${organisation} talk, with the following.`,
  address: "Address",
  login: "Staff number",
  step1: "Open the address above in a browser.",
  step2: "Type the staff number and the initial password.",
  step3: "Choose a password of your own as you are asked to, of ten characters or more.",
  care: "Shred this letter once you have changed the password. Tell the initial password to nobody.",
};
