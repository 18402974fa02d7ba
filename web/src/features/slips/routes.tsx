import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const loadSlips = () => withWords(import("./actions.ts"));

/** What of slips stands in the talk. */
export const slipParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/SlipCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedSlip.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};

const MySlips = lazy(() => withWords(import("./ui/MySlips.tsx")));
const RoomSlips = lazy(() => withWords(import("./ui/RoomSlips.tsx")));
const PrintSlips = lazy(() => withWords(import("./ui/PrintSlips.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its slips. */
export const slipsPane = ({ room = "" }: Params) => later(<RoomSlips key={room} room={room} />);

/** In the place of the room: what waits for me and my section. */
export const slipRoutes: readonly (readonly [string, { content: (params: Params) => ReactNode }])[] = [["/slips", { content: () => later(<MySlips />) }]];

/** Without the shell around it. */
export const slipsPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/rooms/:room/slips/:kind", ({ room = "", kind = "" }) => later(<PrintSlips room={room} kind={kind} />)]];
