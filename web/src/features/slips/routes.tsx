import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** All that is drawn of slips comes in one part, after the start. */
export const loadSlips = () => withWords(import("./ui/places.ts"));
type Drawn = Exclude<keyof Awaited<ReturnType<typeof loadSlips>>, "heard" | "adds">;
const drawn = <Name extends Drawn>(name: Name) => lazy(() => loadSlips().then((part) => ({ default: part[name] })));

/** What of slips stands in the talk. */
export const slipParts: CardParts = { Card: drawn("SlipCard"), Inspected: drawn("InspectedSlip"), adds: () => loadSlips().then((part) => part.adds()) };

const MySlips = drawn("MySlips");
const RoomSlips = drawn("RoomSlips");
const PrintSlips = drawn("PrintSlips");

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its slips. */
export const slipsPane = ({ room = "" }: Params) => later(<RoomSlips key={room} room={room} />);

/** In the place of the room: what waits for me and my section. */
export const slipRoutes: readonly (readonly [string, { content: (params: Params) => ReactNode }])[] = [["/slips", { content: () => later(<MySlips />) }]];

/** Without the shell around it. */
export const slipsPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/rooms/:room/slips/:kind", ({ room = "", kind = "" }) => later(<PrintSlips room={room} kind={kind} />)]];
