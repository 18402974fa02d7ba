import { lazy, Suspense } from "react";
import { Loading } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { may } from "../../../../platform/powers.ts";
import { useMe } from "../../../../platform/session.ts";
import { withWords } from "../../../../platform/texts.ts";
import { t } from "../../text.whereabouts.ts";
import { MissingList } from "./MissingList.tsx";
import { Places } from "./Places.tsx";
import { Rule } from "./Rule.tsx";
import "./whereabouts.css";

// The floor maps are loaded through this page, so that the start knows of one part only.
const AdminFloors = lazy(() => withWords(import("../floors/AdminFloors.tsx")));

/** The console's pages of whereabouts, and of the floors of the places. */
export default function AdminWhereabouts({ floors = false }: { floors?: boolean }) {
  if (!floors) return <Whereabouts />;
  return (
    <Suspense fallback={<Loading />}>
      <AdminFloors />
    </Suspense>
  );
}

/** Whether whereabouts are asked for, who has not said them, and the places to choose from. */
function Whereabouts() {
  const me = useMe();
  const title = useArrival();
  const decides = may(me, "settings", "change");
  return (
    <section className="admin-page whereabouts-admin" aria-labelledby="admin-whereabouts-title">
      <h1 id="admin-whereabouts-title" ref={title} tabIndex={-1}>
        {t.adminTitle}
      </h1>
      {decides && <Rule />}
      {may(me, "people") && <MissingList />}
      {decides && <Places />}
    </section>
  );
}
