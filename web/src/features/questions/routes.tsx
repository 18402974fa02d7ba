import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** All that is drawn of questions comes in one part, after the start. */
const loadQuestions = () => withWords(import("./ui/places.ts"));
const RoomQuestions = lazy(() => loadQuestions().then((part) => ({ default: part.RoomQuestions })));
const Print = lazy(() => loadQuestions().then((part) => ({ default: part.Print })));

/** What of questions stands in the talk: a small part of its own, after the start. */
export const loadTalk = () => withWords(import("./ui/talk.tsx"));
export const QuestionsWaiting = lazy(loadTalk);

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its questions and its FAQ. */
export const questionsPane = ({ room = "" }: Params) => later(<RoomQuestions key={room} room={room} />);

/** Without the shell around it. */
export const questionsPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/rooms/:room/questions/:list", ({ room = "", list = "" }) => later(<Print room={room} list={list} />)]];
