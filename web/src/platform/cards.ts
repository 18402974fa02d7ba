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
  /** Whether people of other organisations read there, who see words and no cards. */
  shared: boolean;
  onClose: () => void;
}

/** Something that people can put into a room, besides words. */
export interface Adding {
  label: string;
  icon: "list" | "clock" | "note";
  dialog: (where: AddingProps) => ReactNode;
}

/** What a feature draws of its things in the talk. */
export interface CardParts {
  Card: ComponentType<CardProps>;
  /** The same for somebody who reads a room of others, where its message does not say everything. */
  Inspected?: ComponentType<{ id: Id; inspection: Id }>;
  adds: () => Promise<Adding[]>;
}

/** By the kind of card. The app fills it in: features do not know one another. */
export const cards: Record<string, CardParts> = {};
