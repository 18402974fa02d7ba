import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import { withWords } from "../../platform/texts.ts";

// Nothing of it is needed by who is signed in: its words come with each part.
const Providers = lazy(() => withWords(import("./ui/Providers.tsx")));
export const ProviderButtons = lazy(() => withWords(import("./ui/Buttons.tsx")));
export const OwnLinks = lazy(() => withWords(import("./ui/OwnLinks.tsx")));
export const Return = lazy(() => withWords(import("./ui/Return.tsx").then((part) => ({ default: part.Return }))));
export const LinkReturn = lazy(() => withWords(import("./ui/Return.tsx").then((part) => ({ default: part.LinkReturn }))));

export const oidcAdminRoutes: readonly (readonly [string, () => ReactNode])[] = [
  [
    "/admin/single-sign-on",
    () => (
      <Suspense fallback={<Loading />}>
        <Providers />
      </Suspense>
    ),
  ],
];
