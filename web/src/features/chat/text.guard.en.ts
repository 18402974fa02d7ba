import type { Translation } from "../../platform/texts.ts";
import type { GuardTexts } from "./text.guard.ts";

export const en: Translation<GuardTexts> = {
  page: "Checks before sending",
  title: "There is a personal number (My Number) in it",
  ask: "Twelve digits in your message look like a personal number. Send it only if your work needs it. That you sent it is recorded, without the number.",
  reason: "Why it has to be sent",
  reasonHint: "The reason is recorded. Do not write the number there.",
  reasonWrong: "Write a reason of at most 200 characters, without a number.",
  stop: "Change it",
  send: "Send it all the same",
  refused: "Twelve digits that look like a personal number cannot be sent: your organisation decided so. What you wrote was kept.",
  notSent: "It was not sent: there is what looks like a personal number in it. Press “Edit” and change it.",
  section: "Personal numbers",
  hint: "What becomes of messages with twelve digits whose check digit fits. The server checks whatever is sent, edited, forwarded, scheduled or asked of a desk. It also checks broadcasts with their replies, tasks, titles and comments of notes and the names of their files, and refuses such a number there without a question. It does not look into files and the pages of notes. About one in ten other numbers of twelve digits fits as well; where nothing may be sent, neither may these.",
  policy: "What to do",
  off: "Nothing",
  warn: "Ask before it is sent",
  ofReason: "Ask for a reason before it is sent",
  refuse: "Do not let it be sent",
  save: "Save",
  saved: "Saved.",
};
