import type { Translation } from "../../platform/texts.ts";
import type { PaperTexts } from "./text.paper.ts";

export const en: Translation<PaperTexts> = {
  back: "Back",
  printList: "Print the list",
  empty: "There is nothing to print.",
  count: (count) => `${count} in all`,
  countCut: (count) => `The first ${count}. What comes after them is not on this paper.`,
  searchOf: (words) => `Found for “${words}”`,
  membersOf: (room) => `${room}: members`,
  filesOf: (room) => `${room}: files`,
  moment: "When",
  room: "Room",
  author: "By",
  words: "Words",
  title: "Title",
  edited: "Last edited",
  file: "File",
  withFile: (name) => `(file: ${name})`,
  name: "Name",
  reading: "Reading",
  unit: "Unit",
  post: "Post",
  role: "Role",
  readsUntil: (day) => `Reads until ${day}, for the handover`,
};
