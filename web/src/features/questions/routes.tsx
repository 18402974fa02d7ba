import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** All that is drawn of questions comes in one part, after the start. */
const loadQuestions = () => withWords(import("./ui/places.ts"));
const RoomQuestions = lazy(() => loadQuestions().then((part) => ({ default: part.RoomQuestions })));
const Print = lazy(() => loadQuestions().then((part) => ({ default: part.Print })));

/** What of questions stands in the talk and in the list of rooms: a small part of its own, after the start. */
const loadTalk = () => withWords(import("./ui/talk.tsx"));
export const QuestionsWaiting = lazy(() => loadTalk().then((part) => ({ default: part.Waiting })));
export const QuestionCallsLink = lazy(() => loadTalk().then((part) => ({ default: part.CallsLink })));

/** A message stands on the screen. Without the part, as when the network is gone, it is drawn without a mark. */
export const seeQuestion = (room: string, message: string) => void loadTalk().then((part) => part.seen(room, message), () => undefined);

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Marks a message as a question. */
export const markQuestion = (message: string) => void loadQuestions().then((part) => part.mark(message));

/** Names a message as the answer to a question. */
export const nameAnswer = (question: string, message: string) => void loadQuestions().then((part) => part.nameAnswer(question, message));

/** Beside the room: its questions and its FAQ. */
export const questionsPane = ({ room = "" }: Params) => later(<RoomQuestions key={room} room={room} />);

/** Without the shell around it. */
export const questionsPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/rooms/:room/questions/:list", ({ room = "", list = "" }) => later(<Print room={room} list={list} />)]];
