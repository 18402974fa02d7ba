import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

// One administrator in a hundred people needs these once a year: their words come with them, not at the start.
const TransferList = lazy(() => withWords(import("./ui/TransferList.tsx")));
const TransferPage = lazy(() => withWords(import("./ui/TransferPage.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

export const transfersAdminRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/admin/transfers", () => later(<TransferList />)],
  ["/admin/transfers/:transfer", ({ transfer = "" }) => later(<TransferPage key={transfer} id={transfer} />)],
];
