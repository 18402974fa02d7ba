import { lazy } from "react";
import type { FilePaperParts } from "../../platform/papers.ts";
import { withWords } from "../../platform/texts.ts";
import { wayOf, type Way } from "./ui/files/preview/kinds.ts";

const DRAWN: readonly Way[] = ["picture", "pdf", "office", "text", "table"];
const GROWING: readonly Way[] = ["picture", "pdf", "office"];

/** A file of a room where another feature shows it. */
export const filePaper: FilePaperParts = {
  Page: lazy(() => withWords(import("./ui/files/paper/FilePaper.tsx"))),
  isDrawn: (file) => DRAWN.includes(wayOf(file)),
  grows: (file) => GROWING.includes(wayOf(file)),
  prepare: (file) => import("./ui/files/paper/sources.ts").then((part) => part.prepared(file)),
  drop: (id) => import("./ui/files/paper/kept.ts").then((part) => part.dropFile(id)),
};
