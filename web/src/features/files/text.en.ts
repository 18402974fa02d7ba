import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.ts";

export const en: Translation<Texts> = {
  title: "Files",
  hint: "What the organisation decides about photos, films and files that are sent to rooms. It holds for files sent from now on; those sent before stay as they are.",
  places: "Where photos and films were taken",
  strip: "Remove it",
  stripHint: "The place, the camera's serial numbers, and the names of its owner and of the photographer are removed when a file arrives, and it is kept without them. Neither quality nor orientation changes. Whoever sends a file is told that the place was removed.",
  keep: "Keep it",
  keepHint: "Files are kept as they are sent. Whoever may read the room can learn from a saved photo where it was taken. For those who use the place, as in records of disasters.",
  save: "Save",
  saving: "Saving…",
  saved: "Saved",
};
