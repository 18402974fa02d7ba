import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

export const OrgTree = lazy(() => import("./ui/OrgTree.tsx"));
export const ProfilePane = lazy(() => withWords(import("./ui/ProfilePane.tsx")));
const Board = lazy(() => withWords(import("./ui/whereabouts/Board.tsx")));
const AdminWhereabouts = lazy(() => withWords(import("./ui/whereabouts/AdminWhereabouts.tsx")));
export const OwnWhereabouts = lazy(() => withWords(import("./ui/whereabouts/OwnWhereabouts.tsx")));
const PeopleList = lazy(() => import("./ui/PeopleList.tsx"));
const AdminPeople = lazy(() => import("./ui/AdminPeople.tsx"));
const PersonForm = lazy(() => import("./ui/PersonForm.tsx"));
const AdminUnits = lazy(() => import("./ui/AdminUnits.tsx"));
const AdminTitles = lazy(() => import("./ui/AdminTitles.tsx"));
const AdminBarriers = lazy(() => withWords(import("./ui/barriers/AdminBarriers.tsx")));
const AdminLeaves = lazy(() => withWords(import("./ui/leaves/AdminLeaves.tsx")));
const AdminRotas = lazy(() => withWords(import("./ui/rotas/AdminRotas.tsx")));
const RotaPage = lazy(() => withWords(import("./ui/rotas/RotaPage.tsx")));
const Rotas = lazy(() => withWords(import("./ui/rotas/Rotas.tsx")));
const RotaMonth = lazy(() => withWords(import("./ui/rotas/RotaMonth.tsx")));
const AdminTerms = lazy(() => withWords(import("./ui/terms/AdminTerms.tsx")));
const Participation = lazy(() => withWords(import("./ui/participation/Participation.tsx")));
const Guests = lazy(() => withWords(import("./ui/guests/Guests.tsx")));
const Bots = lazy(() => withWords(import("./ui/bots/Bots.tsx")));
const AdminGrants = lazy(() => withWords(import("./ui/grants/AdminGrants.tsx")));
const GrantPage = lazy(() => withWords(import("./ui/grants/GrantPage.tsx")));
const SharedAccounts = lazy(() => withWords(import("./ui/shared/SharedAccounts.tsx")));
const SharedAccountPage = lazy(() => withWords(import("./ui/shared/SharedAccountPage.tsx")));
const BarrierPage = lazy(() => withWords(import("./ui/barriers/BarrierPage.tsx")));

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

export const directoryAdminRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/admin/people", () => later(<AdminPeople />)],
  ["/admin/people/new", () => later(<PersonForm id={null} />)],
  ["/admin/people/:person", ({ person = "" }) => later(<PersonForm key={person} id={person} />)],
  ["/admin/participation", () => later(<Participation />)],
  ["/admin/leaves", () => later(<AdminLeaves />)],
  ["/admin/rotas", () => later(<AdminRotas />)],
  ["/admin/rotas/new/:template", ({ template = "" }) => later(<RotaPage key="new" id={null} template={template} />)],
  ["/admin/rotas/:rota", ({ rota = "" }) => later(<RotaPage key={rota} id={rota} />)],
  ["/admin/terms", () => later(<AdminTerms />)],
  ["/admin/whereabouts", () => later(<AdminWhereabouts />)],
  ["/admin/floors", () => later(<AdminWhereabouts floors />)],
  ["/admin/guests", () => later(<Guests key="all" own={false} />)],
  ["/admin/bots", () => later(<Bots />)],
  ["/admin/units", () => later(<AdminUnits />)],
  ["/admin/titles", () => later(<AdminTitles />)],
  ["/admin/shared-accounts", () => later(<SharedAccounts />)],
  ["/admin/shared-accounts/new", () => later(<SharedAccountPage key="new" id={null} />)],
  ["/admin/shared-accounts/:account", ({ account = "" }) => later(<SharedAccountPage key={account} id={account} />)],
  ["/admin/barriers", () => later(<AdminBarriers />)],
  ["/admin/barriers/new", () => later(<BarrierPage key="new" id={null} />)],
  ["/admin/grants", () => later(<AdminGrants />)],
  ["/admin/grants/new", () => later(<GrantPage key="new" id={null} />)],
  ["/admin/grants/:grant", ({ grant = "" }) => later(<GrantPage key={grant} id={grant} />)],
  ["/admin/barriers/:barrier", ({ barrier = "" }) => later(<BarrierPage key={barrier} id={barrier} />)],
];
