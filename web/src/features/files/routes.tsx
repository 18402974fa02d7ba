import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import { withWords } from "../../platform/texts.ts";

const FileRules = lazy(() => withWords(import("./ui/FileRules.tsx")));

export const filesAdminRoutes: readonly (readonly [string, () => ReactNode])[] = [
  [
    "/admin/files",
    () => (
      <Suspense fallback={<Loading />}>
        <FileRules />
      </Suspense>
    ),
  ],
];
