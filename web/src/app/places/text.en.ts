import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.ts";

export const en: Translation<Texts> = {
  places: "Organisations",
  unread: (count) => `${count} unread`,
  mentions: (count) => `${count} for you`,
  keys: "Go to another organisation (1, 2, 3… from the top)",
  shortcut: (name, keys) => `${name} (${keys})`,
  menuOf: (name) => `Actions for ${name}`,
  open: "Open",
  openTab: "Open in a new tab",
  showBeside: "Show side by side",
  besideOf: (name) => `Show ${name} side by side`,
  besideEnd: "End side by side",
  beside: (name) => `Side by side: ${name}`,
  exchange: "Exchange left and right",
  add: "Add an organisation",
  band: (name) => `Organisation: ${name}`,
  nowhere: "There is no organisation at this address.",
  nowhereHint: "Check the address for a slip. If you are not sure, ask whoever gave it to you.",
  toHome: "Open the first organisation",
};
