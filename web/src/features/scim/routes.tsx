import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import { withWords } from "../../platform/texts.ts";

// Needed once in years: its words come with it.
const Tokens = lazy(() => withWords(import("./ui/Tokens.tsx")));

export const scimAdminRoutes: readonly (readonly [string, () => ReactNode])[] = [
  [
    "/admin/links",
    () => (
      <Suspense fallback={<Loading />}>
        <Tokens />
      </Suspense>
    ),
  ],
];
