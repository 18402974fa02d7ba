import { lazy } from "react";
import type { CardParts } from "../../platform/cards.ts";
import { withWords } from "../../platform/texts.ts";

export const loadStamps = () => withWords(import("./actions.ts"));

/** What of stamps stands in the talk. */
export const stampParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/StampCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedStamp.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};
