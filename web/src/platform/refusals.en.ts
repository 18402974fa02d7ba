import type { PlainTexts } from "./refusals.ts";
import type { Translation } from "./texts.ts";

export const en: Translation<PlainTexts> = {
  offline: "The server cannot be reached. What you typed is kept. Please try again in a while.",
  unexpected: "That did not work. What you typed is kept. If it goes on, tell your administrator this number.",
};
