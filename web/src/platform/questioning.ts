import type { ComponentType, ReactNode } from "react";
import type { Id } from "./ids.ts";
import { createStore } from "./store.ts";

/** Draws what stands below a message that is a question, or answers some. */
export type QuestionMark = (where: { message: Id; tab: -1 | undefined }) => ReactNode;

/** By message, for those that are or do. A part that comes after the start fills it in. */
export const marksStore = createStore<Readonly<Record<Id, QuestionMark>>>({});

/** What is done in the talk with messages and questions. */
export interface QuestionsPart {
  /** Marks a message as a question. */
  mark: (message: Id) => void;
  /** Names a message as the answer to the question that it quotes. */
  nameAnswer: (question: Id, message: Id) => void;
  /** A message stands on the screen: what it is among questions will be in the store. */
  seen: (room: Id, message: Id) => void;
}

/** What can be done in the talk with messages as questions. The app fills it in: features do not know one another. */
export const questioning: {
  /** What comes after the start. */
  part?: () => Promise<QuestionsPart>;
  /** The way to the questions of a room, where some wait that nobody has claimed. */
  Waiting?: ComponentType<{ room: Id }>;
} = {};
