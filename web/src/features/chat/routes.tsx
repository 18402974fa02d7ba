import { lazy, Suspense, type ReactNode } from "react";
import { Empty, Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";
import type { FileToView } from "../../platform/viewing.ts";
import { t } from "./text.ts";

/** The list of rooms comes first on a slow line; what shows a room follows at once. */
export const loadRoom = () => import("./ui/RoomView.tsx");

/** Shows files over everything, whoever has them. */
export const viewFiles = (files: readonly FileToView[], first: number) => withWords(import("./ui/files/viewer.tsx")).then(({ view }) => view(files.map((file) => ({ ...file, room: null, version: null })), first));

const RoomView = lazy(() => loadRoom().then((part) => ({ default: part.RoomView })));
const ThreadPane = lazy(() => import("./ui/ThreadPane.tsx").then((part) => ({ default: part.ThreadPane })));
const MembersPane = lazy(() => withWords(import("./ui/MembersPane.tsx").then((part) => ({ default: part.MembersPane }))));
const FolderPane = lazy(() => withWords(import("./ui/albums/FolderPane.tsx")));
const Lists = lazy(() => withWords(import("./ui/paper/Lists.tsx")));
const PinsPane = lazy(() => withWords(import("./ui/pins/PinsPane.tsx")));
const NewRoom = lazy(() => withWords(import("./ui/NewRoom.tsx").then((part) => ({ default: part.NewRoom }))));
const NewDirect = lazy(() => withWords(import("./ui/NewRoom.tsx").then((part) => ({ default: part.NewDirect }))));
const OpenRooms = lazy(() => withWords(import("./ui/Inboxes.tsx")).then((part) => ({ default: part.OpenRooms })));
const OpenDirect = lazy(() => withWords(import("./ui/Inboxes.tsx")).then((part) => ({ default: part.OpenDirect })));
const Threads = lazy(() => withWords(import("./ui/Inboxes.tsx")).then((part) => ({ default: part.Threads })));
const Mentions = lazy(() => withWords(import("./ui/Inboxes.tsx")).then((part) => ({ default: part.Mentions })));
const Search = lazy(() => withWords(import("./ui/search/Search.tsx")));
const WelcomeBack = lazy(() => withWords(import("./ui/back/WelcomeBack.tsx")));
const Requests = lazy(() => withWords(import("./ui/requests/Requests.tsx")));
const ToPost = lazy(() => withWords(import("./ui/requests/ToPost.tsx")));
const RoomInspections = lazy(() => withWords(import("./ui/inspections/RoomInspections.tsx")));
const LaterPage = lazy(() => withWords(import("./ui/later/LaterPage.tsx")));
const PrintView = lazy(() => import("./ui/PrintView.tsx").then((part) => ({ default: part.PrintView })));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** What stands beside the room list; `pane` is the right column. */
export interface ChatPlace {
  content: (params: Params) => ReactNode;
  pane?: (params: Params) => ReactNode;
}

const folder = ({ room: id = "", album }: Params) => later(<FolderPane key={id} room={id} album={album} />);
const room = ({ room: id = "" }: Params) => later(<RoomView id={id} />);

/** The chat's places. A person's pane comes from another feature: the app adds it. */
export const chatRoutes: readonly (readonly [string, ChatPlace])[] = [
  ["/", { content: () => <Empty page icon="chat" title={t.home}><p>{t.homeHint}</p></Empty> }],
  ["/new-room", { content: () => later(<NewRoom />) }],
  ["/new-direct", { content: () => later(<NewDirect />) }],
  ["/direct", { content: () => later(<OpenDirect />) }],
  ["/open-rooms", { content: () => later(<OpenRooms />) }],
  ["/threads", { content: () => later(<Threads />) }],
  ["/welcome-back", { content: () => later(<WelcomeBack />) }],
  ["/requests", { content: () => later(<Requests closed={false} />) }],
  ["/requests/closed", { content: () => later(<Requests closed />) }],
  ["/to-posts", { content: () => later(<Requests closed={false} toPosts />) }],
  ["/to-posts/closed", { content: () => later(<Requests closed toPosts />) }],
  ["/to-post", { content: () => later(<ToPost />) }],
  ["/search", { content: () => later(<Search />) }],
  ["/mentions", { content: () => later(<Mentions />) }],
  ["/later", { content: () => later(<LaterPage tab="saved" />) }],
  ["/later/planned", { content: () => later(<LaterPage tab="planned" />) }],
  ["/later/done", { content: () => later(<LaterPage tab="done" />) }],
  ["/rooms/:room", { content: room }],
  ["/rooms/:room/members", { content: room, pane: ({ room: id = "" }) => later(<MembersPane room={id} />) }],
  ["/rooms/:room/files", { content: room, pane: folder }],
  ["/rooms/:room/albums", { content: room, pane: folder }],
  ["/rooms/:room/albums/:album", { content: room, pane: folder }],
  ["/rooms/:room/pins", { content: room, pane: ({ room: id = "" }) => later(<PinsPane key={id} room={id} />) }],
  ["/rooms/:room/notes", { content: room }],
  ["/rooms/:room/meetings", { content: room }],
  ["/rooms/:room/tasks", { content: room }],
  ["/rooms/:room/slips", { content: room }],
  ["/rooms/:room/questions", { content: room }],
  ["/rooms/:room/inspections", { content: room, pane: ({ room: id = "" }) => later(<RoomInspections key={id} room={id} />) }],
  ["/rooms/:room/threads/:root", { content: room, pane: ({ room: id = "", root = "" }) => later(<ThreadPane room={id} root={root} />) }],
  ["/rooms/:room/people/:person", { content: room }],
];

/** Places without the shell around them. */
export const printRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/print/rooms/:room", ({ room: id = "" }) => later(<PrintView room={id} />)],
  ["/print/rooms/:room/albums/:album", folder],
  ["/print/lists/:list", ({ list = "" }) => later(<Lists list={list} />)],
  ["/print/rooms/:room/threads/:root", ({ room: id = "", root = "" }) => later(<PrintView room={id} thread={root} />)],
];
