import type { Translation } from "../platform/texts.ts";
import type { Texts } from "./text.ts";

export const en: Translation<Texts> = {
  close: "Close",
  copied: "Copied.",
  notCopied: "Could not copy. Please select the text and press Ctrl+C.",
  cancel: "Cancel",
  loading: "Loading…",
  retry: "Load again",
  more: "Show more",
  required: "Required",
  sort: "Sort",
  searchPeople: "Name, reading, unit or extension",
  noPeople: "Nobody fits. A part of the reading or of the unit's name works too.",
  chosen: (count: number) => `${count} chosen`,
  removePerson: (name: string) => `Remove ${name}`,
  online: "Here",
  away: "Away",
  offline: "Offline",
  inactive: "Left",
  onLeave: "On leave",
  shared: "Shared",
  units: "Units",
  rowActions: "Actions",
};
