import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const loadNotes = () => withWords(import("./actions.ts"));

/** What of notes stands in the talk. */
export const noteParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/NoteCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedNote.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};

const NotesPane = lazy(() => withWords(import("./ui/NotesPane.tsx")));
const NoteView = lazy(() => withWords(import("./ui/NoteView.tsx")));
const HistoryPane = lazy(() => withWords(import("./ui/HistoryPane.tsx")));
const CommentsPane = lazy(() => withWords(import("./ui/CommentsPane.tsx")));
const PrintNote = lazy(() => withWords(import("./ui/PrintNote.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its notes. */
export const notesPane = ({ room = "" }: Params) => later(<NotesPane key={room} room={room} />);

/** In the place of the room: a note, perhaps with its history beside it. */
export const noteRoutes: readonly (readonly [string, { content: (params: Params) => ReactNode; pane?: (params: Params) => ReactNode }])[] = [
  ["/rooms/:room/notes/:note", { content: ({ room = "", note = "" }) => later(<NoteView key={note} room={room} id={note} />) }],
  [
    "/rooms/:room/notes/:note/history",
    {
      content: ({ room = "", note = "" }) => later(<NoteView key={note} room={room} id={note} />),
      pane: ({ room = "", note = "" }) => later(<HistoryPane key={note} room={room} id={note} />),
    },
  ],
  [
    "/rooms/:room/notes/:note/comments",
    {
      content: ({ room = "", note = "" }) => later(<NoteView key={note} room={room} id={note} />),
      pane: ({ room = "", note = "" }) => later(<CommentsPane key={note} room={room} id={note} />),
    },
  ],
];

/** Places without the shell around them. */
export const notesPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/notes/:note", ({ note = "" }) => later(<PrintNote id={note} />)]];
