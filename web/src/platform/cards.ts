import type { ComponentType, ReactNode } from "react";
import type { Id } from "./ids.ts";

/** A card in the talk: which, where, and whether Tab may go into it. */
export interface CardProps {
  id: Id;
  room: Id;
  tab: -1 | undefined;
}

/** Where something is to be put. */
export interface AddingProps {
  room: Id;
  thread: Id | null;
  asPost: Id | null;
  /** Whether people of other organisations read there, to whom most cards go over as words. */
  shared: boolean;
  onClose: () => void;
}

/** Something that people can put into a room, besides words. */
export interface Adding {
  label: string;
  icon: "list" | "clock" | "note";
  dialog: (where: AddingProps) => ReactNode;
  /** The dialog by which it is made for a date that was agreed upon; without it none is. */
  at?: (where: AtProps) => ReactNode;
}

/** From what elsewhere than a message of its room something is made: a way back there, and no more. */
export interface FromSource {
  kind: "message" | "note";
  id: Id;
  room_id: Id;
}

/** Words of which something is to be made, and where they stand. */
export interface FromProps {
  room: Id;
  thread: Id | null;
  /** The message that they are, when they are one. */
  message: Id | null;
  words: string;
  source: FromSource | null;
  /** Whether people of other organisations read there, who see words and no cards. */
  shared: boolean;
  onClose: () => void;
}

/** A date that people agreed upon, and for what. */
export interface AtProps {
  room: Id;
  title: string;
  /** The day, as 2026-04-20. */
  day: string;
  /** From which time, as 10:00; nothing for the whole day. */
  from: string | null;
  onClose: () => void;
}

/** What a feature draws of its things in the talk. */
export interface CardParts {
  Card: ComponentType<CardProps>;
  /** The same for somebody who reads a room of others, where its message does not say everything. */
  Inspected?: ComponentType<{ id: Id; inspection: Id }>;
  /** The dialog by which one is made from words that stand somewhere; without it none is. */
  From?: ComponentType<FromProps>;
  adds: () => Promise<Adding[]>;
}

/** By the kind of card. The app fills it in: features do not know one another. */
export const cards: Record<string, CardParts> = {};
