import type { Id } from "./ids.ts";

/** What can be done in the talk with messages as questions. The app fills it in: features do not know one another. */
export const questioning: {
  /** Marks a message as a question. */
  mark?: (message: Id) => void;
  /** Names a message as the answer to the question that it quotes. */
  answer?: (question: Id, message: Id) => void;
} = {};
