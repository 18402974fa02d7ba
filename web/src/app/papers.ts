import { filePaper } from "../features/chat/routes.paper.ts";
import { notePaper } from "../features/notes/routes.paper.ts";
import { papers } from "../platform/papers.ts";

// Loaded with the first screen that shows pages of others: the start needs none of it.
papers.note = notePaper;
papers.file = filePaper;
