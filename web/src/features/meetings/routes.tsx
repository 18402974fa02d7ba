import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import { withPapers } from "../../platform/papers.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const loadMeetings = () => withWords(import("./actions.ts"));

/** What of meetings stands in the talk. */
export const meetingParts: CardParts = {
  Card: lazy(() => withWords(import("./ui/MeetingCard.tsx"))),
  Inspected: lazy(() => withWords(import("./ui/InspectedMeeting.tsx"))),
  adds: () => withWords(import("./ui/adds.tsx")).then((part) => part.adds()),
};

const MeetingsPane = lazy(() => withWords(import("./ui/MeetingsPane.tsx")));
const MeetingView = lazy(() => withPapers(withWords(import("./ui/MeetingView.tsx"))));
const PrintMeeting = lazy(() => withWords(import("./ui/PrintMeeting.tsx")));
const OwnMargins = lazy(() => withWords(import("./ui/OwnMargins.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Beside the room: its meetings. */
export const meetingsPane = ({ room = "" }: Params) => later(<MeetingsPane key={room} room={room} />);

/** Places without the shell around them: a meeting has the whole screen. */
export const meetingWholeRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/rooms/:room/meetings/:meeting", ({ room = "", meeting = "" }) => later(<MeetingView key={meeting} room={room} id={meeting} />)],
  ["/print/meetings/:meeting", ({ meeting = "" }) => later(<PrintMeeting id={meeting} />)],
  ["/print/margins", () => later(<OwnMargins />)],
];
