import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** What of idea boards stands in the talk. */
export const ideaParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/BoardCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedBoard.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};

const BoardPage = lazy(() => withWords(import("./ui/BoardPage.tsx")));
const RoomBoards = lazy(() => withWords(import("./ui/RoomBoards.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** In the place of the room: its boards, and one of them. */
export const ideaRoutes: readonly (readonly [string, { content: (params: Params) => ReactNode }])[] = [
  ["/rooms/:room/ideas", { content: ({ room = "" }) => later(<RoomBoards key={room} room={room} />) }],
  ["/rooms/:room/ideas/:board", { content: ({ room = "", board = "" }) => later(<BoardPage key={board} room={room} id={board} />) }],
];
