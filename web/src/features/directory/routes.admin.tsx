import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

const AdminWhereabouts = lazy(() => withWords(import("./ui/whereabouts/AdminWhereabouts.tsx")));
const AdminPeople = lazy(() => import("./ui/AdminPeople.tsx"));
const PersonForm = lazy(() => import("./ui/PersonForm.tsx"));
const AdminUnits = lazy(() => import("./ui/AdminUnits.tsx"));
const AdminTitles = lazy(() => import("./ui/AdminTitles.tsx"));
const AdminBarriers = lazy(() => withWords(import("./ui/barriers/AdminBarriers.tsx")));
const AdminLeaves = lazy(() => withWords(import("./ui/leaves/AdminLeaves.tsx")));
const AdminRotas = lazy(() => withWords(import("./ui/rotas/AdminRotas.tsx")));
const RotaPage = lazy(() => withWords(import("./ui/rotas/RotaPage.tsx")));
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

/** Places of the administration: they come with it, after the start. */
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
