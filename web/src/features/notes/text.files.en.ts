import type { Wire } from "../../platform/api/wire.ts";
import type { Translation } from "../../platform/texts.ts";
import type { Width } from "./model.files.ts";
import type { FileWords } from "./text.files.ts";

const KINDS: Record<Wire["FileKind"], string> = {
  picture: "Picture",
  video: "Video",
  audio: "Sound",
  pdf: "PDF",
  document: "Document",
  text: "Text",
  archive: "Archive",
  other: "Other",
};

const WIDTHS: Record<Width, string> = { small: "Small", medium: "Medium", full: "Full width" };

export const en: Translation<FileWords> = {
  add: "Add pictures or files",
  coming: "Files on their way",
  progressOf: (name) => `Progress of ${name}`,
  sending: (sent, all) => `${sent} of ${all}`,
  waiting: "Adding a file needs a connection. It goes on from where it stopped as soon as there is one. You can keep writing meanwhile.",
  checking: "Being checked for viruses. It goes into the note once that is done",
  cancel: "Cancel",
  cancelOf: (name) => `Do not add ${name}`,
  again: "Try again",
  againOf: (name) => `Send ${name} again`,
  refusedOf: (name) => `${name} could not be added`,
  placed: (name) => `${name} was added`,
  closing: "Files on their way are not added if you close the page.",
  tooLarge: "The file is too large. Split it, or make it smaller.",
  tooMuchWaiting: "Too many files are still on their way. Wait a little, then choose it again.",
  organisationFull: "There is no space left for files of the organisation. Tell an administrator.",
  elsewhere: "The server that has the file cannot be reached.",
  unreadable: "The file cannot be read. It seems to be a folder, or was moved or changed. Choose it again.",
  changed: "The file seems to have changed while it was being sent. Choose it again.",
  infected: "A virus was found, so it cannot be added. Tell an administrator.",
  tooLargeToCheck: "It is too large to be checked for viruses, so it cannot be added.",
  numberInName: "The file's name seems to contain a personal number (My Number). Rename it, then choose it again.",
  view: "Look at the chosen file",
  settings: "Size and description of the picture",
  width: "Size",
  widthOf: (width) => WIDTHS[width],
  alt: "Description of the picture",
  altHint: "For people who cannot see it, for printing and for exports. For example: cracks below the bridge",
  save: "Save",
  cancelDialog: "Cancel",
  kindOf: (kind) => KINDS[kind],
  openOf: (name) => `Open ${name}`,
  saveOf: (name) => `Save ${name}`,
  open: "Open",
  keep: "Save",
  onlyLooked: "Cannot be saved or printed",
  gone: "The file is not there",
  unknown: "Looking for the file",
};
