import type { Translation } from "../../platform/texts.ts";
import type { GuestTexts } from "./text.guests.ts";

export const en: Translation<GuestTexts> = {
  band: (count) => `People from outside are in this room (${count === 1 ? "1 guest" : `${count} guests`})`,
  directBand: (from) => (from === "" ? "You are talking with somebody from outside" : `You are talking with somebody from outside (${from})`),
  open: "See the members",
  openPerson: "See who it is",
  readsAll: (names) => `${names}: from outside. Guests can read everything that was said here before.`,
  botReads: (names) => `${names}: a program. Bots can read everything that was said here before.`,
};
