import type { Translation } from "../../platform/texts.ts";
import type { SearchTexts } from "./text.search.ts";

export const en: Translation<SearchTexts> = {
  search: "Search",
  field: "Search what was said",
  placeholder: "Words, or a part of one (such as: budget from:佐藤)",
  chips: "Narrow it down",
  mine: "Said by me",
  mentions: "Calls somebody",
  links: "With a link",
  files: "With a file",
  threads: "In a thread",
  thisYear: "This fiscal year",
  onlyIn: (room) => `Only in “${room}”`,
  everywhere: "Search in all rooms",
  hint: "Type what to look for.",
  how: "One character is enough, and the middle of a word too. Width, case, kana and variants of kanji make no difference.",
  operators: "Add from:NAME, in:ROOM, has:link, after:2026-04-01, before:2026-04-01 or fy:2026 to narrow it down. Put \"quotation marks\" around words that follow one another.",
  nothing: "Nothing was found.",
  nothingHint: "Try fewer letters, or take a filter away. Only rooms that you may read are searched.",
  found: (count) => `${count} found.`,
  searchedTo: (day) => `Searched back to ${day}.`,
  older: "Search further back",
  building: "The search is being prepared. Older messages will be found later.",
};
