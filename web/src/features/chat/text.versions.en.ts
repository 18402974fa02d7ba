import type { Translation } from "../../platform/texts.ts";
import type { VersionTexts } from "./text.versions.ts";

export const en: Translation<VersionTexts> = {
  version: (number) => `Version ${number}`,
  versionsOf: (name) => `Versions of ${name}`,
  allVersions: (name, number) => `${name} is version ${number}. See all versions`,
  newest: "Newest",
  newer: (number) => `There is a newer version (${number})`,
  newerOf: (name, number) => `${name} has a newer version (${number})`,
  openNewest: "Open the newest version",
  newestGone: "The newer version was taken back.",
  send: "Send a new version",
  sendOf: (name) => `Send a new version of ${name}`,
  willBe: (name) => `Goes as a new version of “${name}”`,
  apart: "Make it another file",
  apartOf: (name) => `Make ${name} another file`,
  sameName: "There is a file of the same name",
  asVersion: "Make it a new version",
  asVersionOf: (name) => `Make ${name} a new version`,
  toMessage: "To the message",
  messageOf: (number) => `To the message of version ${number}`,
  save: "Save",
  saveOf: (number) => `Save version ${number}`,
  chosen: (name) => `A new version of ${name} is attached. Sending makes it the newest.`,
};
