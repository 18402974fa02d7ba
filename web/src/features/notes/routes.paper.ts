import { lazy } from "react";
import type { PaperParts } from "../../platform/papers.ts";
import { withWords } from "../../platform/texts.ts";

/** A note where another feature shows it. */
export const notePaper: PaperParts = {
  Page: lazy(() => withWords(import("./ui/PaperPage.tsx"))),
  Between: lazy(() => withWords(import("./ui/PaperBetween.tsx"))),
  prepare: (id, upto) => import("./actions.paper.ts").then((part) => part.paperOf(id, upto)).then(() => undefined),
};
