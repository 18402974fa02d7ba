import type { Translation } from "../../platform/texts.ts";
import type { PlaceTexts } from "./text.places.ts";

export const en: Translation<PlaceTexts> = {
  sectionProfile: "Profile",
  sectionLook: "Appearance",
  sectionTyping: "Typing",
  sectionNotify: "Notifications",
  sectionDevices: "Devices",
  sectionPassword: "Password",
  sectionSignIn: "Ways to sign in",
  accounts: "Accounts",
  rules: "Sign-in rules",
  audit: "Audit log",
};
