import type { Translation } from "../../platform/texts.ts";
import type { DownloadTexts } from "./text.downloads.ts";

export const en: Translation<DownloadTexts> = {
  title: "Saving of files",
  who: "Who may save files of this room",
  whoThere: "Who may save files of the room",
  begins: (who) => `Who may save files: ${who}`,
  least: (who) => `The organisation has decided that files of all rooms may be saved by no more than: ${who}.`,
  leastOutside: (who) => `The organisation has decided that files of rooms with guests or people of other organisations may be saved by no more than: ${who}.`,
  section: "Limits to saving files",
  sectionHint: "Limits for the whole organisation who may save files of rooms. It holds at once, in rooms that are there already too, and owners of rooms cannot allow more. Direct messages are included. Whoever brought a file and owners of the room may save it all the same.",
  floorRooms: "Who may save in all rooms",
  floorOutside: "Who may save in rooms with guests or bots, and in rooms shared with other organisations",
  floorSave: "Save",
  floorSaved: "Saved.",
  everyone: "Everybody who reads it",
  staff: "The staff only",
  staffHint: "Guests, and people of other organisations with which the room is shared, may not.",
  nobody: "Nobody",
  nobodyHint: "Whoever brought a file, and owners of the room, may all the same.",
  limits:
    "Whoever may not save looks at pictures, films, sounds, PDF, documents and texts under a watermark of their name and the time. They cannot save or print them, or forward them to other rooms. Files of other kinds cannot be opened. This is about files of messages and of notes alike.",
  promise: "What is on a screen can be photographed or copied by hand, and somebody who knows how can get at the data that was sent to be shown. Do not send here what must not be seen.",
  stop: "Cancel",
  save: "Save",
  notKept: "View only",
  notKeptHint: "Files of this room cannot be saved or printed.",
  keptThere: "The organisation that sent it does not let it be printed.",
  onlyBeginning: "Only the beginning of this large file is shown.",
  cannotHave: "Files of this kind cannot be shown, and files of this room cannot be saved. Ask an owner of the room, or whoever sent it.",
};
