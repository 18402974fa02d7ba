import type { Translation } from "../../platform/texts.ts";
import type { BackTexts } from "./text.back.ts";

export const en: Translation<BackTexts> = {
  title: "Welcome back",
  away: (from, to) => `What happened while you were on leave, from ${from} to ${to}.`,
  joined: "Who came",
  left: "Who left",
  nobodyJoined: "Nobody came.",
  nobodyLeft: "Nobody left.",
  rooms: "Rooms with something unread",
  noRooms: "Nothing is unread.",
  unread: (count) => `${count} unread`,
  mentions: (count) => `${count} mention you`,
  readAll: "Mark everything as read",
  readAllHint: "Begin from now without reading it all. What was written stays, and can be read later.",
  done: (count) => `${count} rooms are marked as read.`,
  undo: "Undo",
  undone: "They are unread again.",
  notBack: "This page is there for two weeks after a leave.",
  toRooms: "To the rooms",
};
