import type { Translation } from "../../platform/texts.ts";
import type { ManyTexts } from "./text.many.ts";

const rooms = (count: number) => (count === 1 ? "1 room" : `${count} rooms`);

export const en: Translation<ManyTexts> = {
  many: "Rooms for many units",
  hint: "Makes a room for each section, for example, at once. Members come by their unit and change with every transfer.",
  sort: "Which rooms",
  sortUnit: "Units' own rooms",
  sortUnitHint: "Everybody of the unit. Made only where there is none yet.",
  sortWith: "Units together with some people",
  sortWithHint: "Everybody of the unit, and some who are in all of these rooms, such as the mayor.",
  always: "Always there",
  kinds: "Kinds of units",
  kindCount: (kind, count) => `${kind} (${count})`,
  below: "Where",
  everywhere: "Everywhere",
  pattern: "Name of the room",
  patternHint: "{部署} stands for the unit's name.",
  purpose: "Purpose",
  list: "Rooms to be made",
  nothing: "No unit fits. Choose other kinds, or another place.",
  there: "There already",
  made: "Made",
  failed: "Not made",
  making: "Making…",
  make: (count) => `Make ${rooms(count)}`,
  stop: "Stop",
  progress: (done, all) => `${done} of ${all}`,
  leaveHint: "Leaving this page stops it. What is made stays, and the rest can be made later.",
  done: (count) => `${rooms(count)} made.`,
  doneSome: (count, failed) => `${rooms(count)} made, ${failed} not. See why, and press again.`,
  toRooms: "To the list of rooms",
  needsPeople: "Choose who is always there.",
  needsSlot: "Put {部署} into the name, or all rooms are called the same.",
};
