import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../design/ListState.tsx";
import { chatRoutes, viewFiles } from "../features/chat/routes.tsx";
import { RoomList } from "../features/chat/ui/RoomList.tsx";
import { directoryRoutes, directorySettingsRoutes, OrgTree, OwnWhereabouts, ProfilePane } from "../features/directory/routes.tsx";
import { memoParts, Memos } from "../features/phone_memos/routes.tsx";
import { handoversSettingsRoutes } from "../features/handovers/routes.tsx";
import { ideaParts, ideaRoutes } from "../features/ideas/routes.tsx";
import { profile, settingsRoutes, signInMethods } from "../features/identity/routes.tsx";
import { meetingParts, meetingsPane } from "../features/meetings/routes.tsx";
import { noteParts, noteRoutes, notesPane } from "../features/notes/routes.tsx";
import { OwnLinks } from "../features/oidc/routes.tsx";
import { loadTalk, questionsPane, QuestionsWaiting } from "../features/questions/routes.tsx";
import { stampParts } from "../features/stamps/routes.tsx";
import { slipParts, slipRoutes, slipsPane } from "../features/slips/routes.tsx";
import { taskParts, taskRoutes, tasksPane } from "../features/tasks/routes.tsx";
import { cards } from "../platform/cards.ts";
import { papers } from "../platform/papers.ts";
import { questioning } from "../platform/questioning.ts";
import type { Params } from "../platform/router.ts";
import { withWords } from "../platform/texts.ts";
import { viewing } from "../platform/viewing.ts";

/** What the shell draws at a path. */
export interface Place {
  /** Which item of the rail is lit. */
  rail: "chat" | "broadcasts" | "people" | "settings" | "admin";
  list: ReactNode;
  content: (params: Params) => ReactNode;
  pane?: (params: Params) => ReactNode;
  /** On a phone this path shows the list alone. */
  listFirst?: boolean;
}

cards.stamp = stampParts;
cards.ideas = ideaParts;
cards.note = noteParts;
cards.meeting = meetingParts;
papers.load = () => import("./papers.ts");
viewing.view = viewFiles;
questioning.part = loadTalk;
questioning.Waiting = QuestionsWaiting;
// In the direct room, and in the section's.
cards.phone_memo = memoParts;
cards.phone_memo_section = memoParts;
cards.task = taskParts;
cards.slip = slipParts;

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;
const sideNav = (kind: "settings" | "admin") => later(<SideNav kind={kind} />);
const SideNav = lazy(() => withWords(import("./SideNav.tsx")));
const AdminHome = lazy(() => withWords(import("./admin/Home.tsx")));
const Broadcasts = lazy(() => withWords(import("./Broadcasts.tsx")));
const RoomLinks = lazy(() => withWords(import("./RoomLinks.tsx")));
const AdminPlace = lazy(() => withWords(import("./admin/AdminPlace.tsx")));

const rooms = (
  <RoomList>
    <Suspense>
      <RoomLinks />
    </Suspense>
  </RoomList>
);

const chat = [...chatRoutes, ...noteRoutes, ...taskRoutes, ...slipRoutes, ...ideaRoutes].map(([path, place]): [string, Place] => {
  const base: Place = { rail: "chat", list: rooms, ...place, listFirst: path === "/" };
  if (path === "/rooms/:room/notes") return [path, { ...base, pane: notesPane }];
  if (path === "/rooms/:room/meetings") return [path, { ...base, pane: meetingsPane }];
  if (path === "/rooms/:room/tasks") return [path, { ...base, pane: tasksPane }];
  if (path === "/rooms/:room/slips") return [path, { ...base, pane: slipsPane }];
  if (path === "/rooms/:room/questions") return [path, { ...base, pane: questionsPane }];
  // A person's card beside a room is the directory's; features do not know one another.
  return [path, path === "/rooms/:room/people/:person" ? { ...base, pane: ({ room = "", person = "" }) => later(<ProfilePane id={person} close={`/rooms/${room}`} />) } : base];
});

const people = directoryRoutes.map(([path, place]): [string, Place] => [path, { rail: "people", list: later(<OrgTree />), ...place }]);

const broadcasts = ["", "/:broadcast", "/:broadcast/:part"].map((path): [string, Place] => [`/broadcasts${path}`, { rail: "broadcasts", list: later(<Broadcasts list />), content: (params) => later(<Broadcasts {...params} />), listFirst: path === "" }]);

/** What prints without the shell around it. */
export const broadcastsPrintRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/print/broadcasts/:broadcast", (params) => later(<Broadcasts print {...params} />)]];

const settings = [...settingsRoutes, ...directorySettingsRoutes, ...handoversSettingsRoutes].map(([path, content]): [string, Place] => {
  // Ways to sign in that are not identity's own stand below those that are; so do the whereabouts among what people tell of themselves.
  const whole = path === "/settings/sign-in" ? () => signInMethods(later(<OwnLinks />)) : path === "/settings" || path === "/settings/profile" ? () => profile(later(<OwnWhereabouts />)) : content;
  return [path, { rail: "settings", list: sideNav("settings"), content: whole, listFirst: path === "/settings" }];
});

// Which places there are comes with the administration: most people never see it.
const admin = ["/admin/:place", "/admin/:place/:part", "/admin/:place/:part/:detail"].map((path): [string, Place] => [path, { rail: "admin", list: sideNav("admin"), content: () => later(<AdminPlace />) }]);

export const routes: readonly (readonly [string, Place])[] = [
  ...chat,
  ["/phone-memos", { rail: "chat", list: rooms, content: () => later(<Memos />) }],
  ...broadcasts,
  ...people,
  ...settings,
  ["/admin", { rail: "admin", list: sideNav("admin"), content: () => later(<AdminHome />), listFirst: true }],
  ...admin,
];
