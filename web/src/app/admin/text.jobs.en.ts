import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.jobs.ts";

export const en: Translation<Texts> = {
  "chat.carry_over": "Carrying over what is said in a shared room",
  "chat.follow_share": "Members of a shared room",
  "chat.close_inspection": "End of a request to read a room",
  "directory.follow_posts": "Members of rooms that follow posts",
  "files.clear_files": "Clearing away files that nothing uses",
  "handovers.follow_departures": "Making and updating handovers once more",
  "directory.turn_duties": "Coming on duty and going off it by rotas",
  "directory.settle_participation": "Following who takes part",
  "ldap.carry_people": "Taking people from a directory",
  "ldap.follow_directories": "Regular reading of directories",
  "ldap.read_directory": "Reading a directory",
  "phone_memos.take_back_in_section": "Phone memos that were taken back go from the section’s room too",
  "stamps.close_stamp": "Deadline of an action stamp",
  "server.begin_day": "What a new day brings",
  "transfers.release_transfer": "Release of a transfer",
  "transfers.undo_transfer": "Undoing a transfer",
};
