import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

// Needed once in years: its words come with it.
const DirectoryList = lazy(() => withWords(import("./ui/DirectoryList.tsx")));
const DirectoryPage = lazy(() => withWords(import("./ui/DirectoryPage.tsx")));
const NewDirectory = lazy(() => withWords(import("./ui/NewDirectory.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

export const ldapAdminRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/admin/links/directories", () => later(<DirectoryList />)],
  ["/admin/links/directories/new", () => later(<NewDirectory />)],
  ["/admin/links/directories/:directory", ({ directory = "" }) => later(<DirectoryPage key={directory} id={directory} />)],
];
