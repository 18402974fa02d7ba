import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const OrgTree = lazy(() => import("./ui/OrgTree.tsx"));
export const ProfilePane = lazy(() => withWords(import("./ui/ProfilePane.tsx")));
const Board = lazy(() => withWords(import("./ui/whereabouts/Board.tsx")));
export const OwnWhereabouts = lazy(() => withWords(import("./ui/whereabouts/OwnWhereabouts.tsx")));
const PeopleList = lazy(() => import("./ui/PeopleList.tsx"));
const Rotas = lazy(() => withWords(import("./ui/rotas/Rotas.tsx")));
const RotaMonth = lazy(() => withWords(import("./ui/rotas/RotaMonth.tsx")));
const Guests = lazy(() => withWords(import("./ui/guests/Guests.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

export interface DirectoryPlace {
  content: (params: Params) => ReactNode;
  pane?: (params: Params) => ReactNode;
}

const list = (params: Params) => later(<PeopleList unit={params.unit ?? null} />);
const card = ({ unit, person = "" }: Params) => later(<ProfilePane id={person} close={unit ? `/units/${unit}` : "/people"} />);

export const directoryRoutes: readonly (readonly [string, DirectoryPlace])[] = [
  ["/people", { content: list }],
  ["/people/:person", { content: list, pane: card }],
  ["/rotas", { content: () => later(<Rotas />) }],
  ["/rotas/:rota", { content: ({ rota = "" }) => later(<RotaMonth key={rota} id={rota} />) }],
  ["/units", { content: () => later(<OrgTree />) }],
  ["/units/:unit", { content: list }],
  ["/units/:unit/people/:person", { content: list, pane: card }],
  ["/floors/:floor", { content: ({ floor }) => later(<Board unit={null} floor={floor} />) }],
  ["/board", { content: () => later(<Board unit={null} />) }],
  ["/units/:unit/board", { content: ({ unit = null }) => later(<Board key={unit} unit={unit} />) }],
];

/** What of the settings is the directory's: the guests for whom somebody answers who administers nothing. */
export const directorySettingsRoutes: readonly (readonly [string, () => ReactNode])[] = [["/settings/guests", () => later(<Guests key="own" own />)]];
