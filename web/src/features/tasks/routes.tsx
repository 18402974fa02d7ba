import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const loadTasks = () => withWords(import("./actions.ts"));

/** What of tasks stands in the talk. */
export const taskParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/TaskCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedTask.tsx"))),
  From: lazy(() => withWords(import("./ui/From.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};

const MyTasks = lazy(() => withWords(import("./ui/MyTasks.tsx")));
const RoomTasks = lazy(() => withWords(import("./ui/RoomTasks.tsx")));
const PrintTasks = lazy(() => withWords(import("./ui/PrintTasks.tsx")));
const Board = lazy(() => withWords(import("./ui/Board.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its tasks. */
export const tasksPane = ({ room = "" }: Params) => later(<RoomTasks key={room} room={room} />);

/** In the place of the room: my tasks, and the board of a room. */
export const taskRoutes: readonly (readonly [string, { content: (params: Params) => ReactNode }])[] = [
  ["/tasks", { content: () => later(<MyTasks />) }],
  ["/rooms/:room/board", { content: ({ room = "" }) => later(<Board key={room} room={room} />) }],
];

/** Without the shell around it. */
export const tasksPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/print/tasks/:of/:shown", (params) => later(<PrintTasks {...params} />)],
];
