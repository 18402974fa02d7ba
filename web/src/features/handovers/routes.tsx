import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** All that is drawn of handovers comes in one part, as nobody needs it at the start. */
export const loadHandovers = () => withWords(import("./ui/places.ts"));
type Drawn = Exclude<keyof Awaited<ReturnType<typeof loadHandovers>>, "heard">;
const drawn = <Name extends Drawn>(name: Name) => lazy(() => loadHandovers().then((part) => ({ default: part[name] })));

/** A small part of its own: it comes to everybody, after the start. */
export const HandoversBand = lazy(() => withWords(import("./ui/HandoversBand.tsx")));
export const HandoversLink = drawn("HandoversLink");
const Handovers = drawn("Handovers");
const HandoverPage = drawn("HandoverPage");
const PrintHandover = drawn("PrintHandover");
const AdminHandovers = drawn("AdminHandovers");

type Routes = readonly (readonly [string, (params: Params) => ReactNode])[];

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

export const handoversSettingsRoutes: Routes = [
  ["/settings/handovers", () => later(<Handovers />)],
  ["/settings/handovers/:handover", ({ handover = "" }) => later(<HandoverPage key={handover} id={handover} />)],
];

export const handoversAdminRoutes: Routes = [["/admin/handovers", () => later(<AdminHandovers />)]];

/** Places without the shell around them. */
export const handoversPrintRoutes: Routes = [
  ["/print/handovers/:handover", ({ handover = "" }) => later(<PrintHandover id={handover} />)],
  ["/print/handovers/:handover/versions/:version", ({ handover = "", version = "" }) => later(<PrintHandover id={handover} version={Number(version)} />)],
];
