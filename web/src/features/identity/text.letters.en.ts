import type { Translation } from "../../platform/texts.ts";
import type { LettersTexts } from "./text.letters.ts";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

export const en: Translation<LettersTexts> = {
  title: "Letters with initial passwords",
  hint: "Gives those who have never signed in a new initial password, and prints a letter (A4) for each. An initial password from before is good no more.",
  search: "Narrow by name, reading, unit or staff number",
  none: "Everybody has signed in.",
  noneFound: "Nobody fits.",
  all: (count) => `Choose all shown (${count})`,
  choose: (name) => `Choose ${name}`,
  chosen: "Chosen",
  person: "Name",
  login: "Staff number",
  issue: (count) => `Issue for ${people(count)}`,
  issueAsk: (count) => `Gives ${people(count)} a new initial password. Do not close this page before you have printed.`,
  issuing: (done, all) => `Issuing… (${done} of ${all})`,
  issued: (count) => `Issued for ${people(count)}. The passwords are shown this once.`,
  failed: (name, why) => `${name}: ${why}`,
  print: (count) => `Print ${count} ${count === 1 ? "letter" : "letters"}`,
  finish: "Finish",
  finishAsk: "Nothing was printed yet. Once this is finished, these passwords are never shown again. You can issue new ones for the same people.",
  leave: "Leave without printing",
  leaveAsk: (count: number) => `${count === 1 ? "1 letter was" : `${count} letters were`} not printed yet. Once you leave, these passwords are never shown again. You can issue new ones for the same people.`,
  leaveIssuing: "Passwords are being issued. If you leave, that stops, and those that were issued are never shown again. You can issue new ones for the same people.",
  most: (count) => `At most ${count} at once.`,
  toAccounts: "To the accounts",
};
