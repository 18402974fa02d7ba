import { lazy, Suspense, type ReactNode } from "react";
import { Empty, Loading } from "../../design/ListState.tsx";
import { chatAdminRoutes } from "../../features/chat/routes.admin.tsx";
import { directoryAdminRoutes } from "../../features/directory/routes.admin.tsx";
import { filesAdminRoutes } from "../../features/files/routes.tsx";
import { handoversAdminRoutes } from "../../features/handovers/routes.tsx";
import { identityAdminRoutes } from "../../features/identity/routes.tsx";
import { ldapAdminRoutes } from "../../features/ldap/routes.tsx";
import { oidcAdminRoutes } from "../../features/oidc/routes.tsx";
import { memosAdminRoutes } from "../../features/phone_memos/routes.tsx";
import { scimAdminRoutes } from "../../features/scim/routes.tsx";
import { transfersAdminRoutes } from "../../features/transfers/routes.tsx";
import { find, Link, usePath, type Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";
import { t } from "../text.ts";

const Condition = lazy(() => withWords(import("./Condition.tsx")));

const condition = () => (
  <Suspense fallback={<Loading />}>
    <Condition />
  </Suspense>
);

const places: readonly (readonly [string, (params: Params) => ReactNode])[] = [["/admin/condition", condition], ...directoryAdminRoutes, ...transfersAdminRoutes, ...handoversAdminRoutes, ...memosAdminRoutes, ...identityAdminRoutes, ...chatAdminRoutes, ...filesAdminRoutes, ...ldapAdminRoutes, ...oidcAdminRoutes, ...scimAdminRoutes];

/** The place of the administration that the address names. */
export default function AdminPlace() {
  const found = find(places, usePath());
  if (found) return found.value(found.params);
  return (
    <Empty page icon="help" title={t.notFound}>
      <p>{t.notFoundHint}</p>
      <Link className="button" href="/admin">
        {t.admin}
      </Link>
    </Empty>
  );
}
